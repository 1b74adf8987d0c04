"""The advice as JSON, schema 1."""

from __future__ import annotations

import json
import math
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from spectra.advise.advice import SCOPE, Advice, Plan, Steps
from spectra.advise.visits import growth_of_epoch
from spectra.utils.command import installed_version

if TYPE_CHECKING:
    from spectra.advise.class_data import Name
    from spectra.advise.solved import ClassTimes, Solved
    from spectra.class_counts.saddle_times import Standing
    from spectra.utils.arrays import Array

PRODUCT: Final = "reweighting-theory"


def _standing(found: tuple[Standing, ...]) -> list[dict[str, Any]]:
    """Runs of modes of the same standing, in the order in which they are learned."""
    return [{"standing": s.value, "modes": len(list(run))} for s, run in groupby(found)]


def _steps(steps: Steps | None) -> dict[str, Any] | None:
    if steps is None:
        return None
    return {
        "step_size": steps.step_size,
        "per_delta": steps.per_delta.tolist(),
        "bound_per_delta": steps.bound_per_delta.tolist(),
        "standing": _standing(steps.standing),
        "class_per_delta": steps.class_per_delta.tolist(),
        "conversion": "exact" if steps.is_exact else "approximate",
        "largest_learning_rate": steps.largest_rate,
    }


def _plan(plan: Plan, names: tuple[Name, ...]) -> dict[str, Any]:
    weighting, times = plan.weighting, plan.times
    order = sorted(range(len(names)), key=plan.class_times.__getitem__)
    return {
        "gamma": weighting.gamma,
        "fitted_gamma": weighting.fitted_gamma,
        "flatness": plan.effective.flatness,
        "weights": weighting.omega.tolist(),
        "effective_weights": plan.effective.omega.tolist(),
        "mean_weight": weighting.mean,
        "rates": times.rates.tolist(),
        "times_per_delta": times.times.tolist(),
        "bounds_per_delta": times.bounds.tolist(),
        "standing": _standing(times.standing),
        "reason": times.reason,
        "window": times.window,
        "window_bound": times.window_bound,
        "window_standing": plan.window_standing.value,
        "class_times_per_delta": plan.class_times.tolist(),
        "class_times_are": "estimates" if plan.class_times_are_estimates else "read off the modes",
        "first": names[order[0]],
        "last": names[order[-1]],
        "steps": _steps(plan.steps),
    }


def _class_times(times: ClassTimes, step: float | None) -> dict[str, Any]:
    """Times of every class, null for never; a spectral start, and random ones."""
    return {
        "spectral_lead": _numbers(times.margin),
        "right_steps": None if step is None else _numbers(times.right_for_good / step),
        "lead_steps": None if step is None else _numbers(times.learned / step),
        "random": {
            "starts": len(times.right),
            "classes_followed": times.followed,
            "right_for_good": _spread(times.right),
            "lead": _spread(times.lead),
        },
        "groups": times.groups,
        "merged": times.merged,
    }


def _spread(times: Array) -> dict[str, Any]:
    found = {
        "median": np.median(times, axis=0),
        "least": times.min(axis=0),
        "most": times.max(axis=0),
    }
    return {name: _numbers(values) for name, values in found.items()}


def _numbers(values: Array) -> list[float | None]:
    return [x if math.isfinite(x) else None for x in values.tolist()]


def _solved(advice: Advice, solved: Solved | None) -> dict[str, Any] | None:
    """What the flow at one δ says."""
    if solved is None:
        return None
    step = advice.training.step_size(advice.weighted.effective)
    growth = growth_of_epoch(advice)
    return {
        "delta": solved.delta,
        "delta_is_assumed": solved.assumed,
        "loss": solved.loss,
        "margin": solved.margin,
        "time_of_a_step": step,
        "growth_of_an_epoch": None if growth is None else growth.tolist(),
        "erm": _class_times(solved.erm, step),
        "weighted": _class_times(solved.weighted, step),
        "schemes": {
            name: {"weights": omega.tolist(), **_class_times(times, step)}
            for name, (omega, times) in solved.schemes.items()
        },
        "flat_gamma": solved.flat_gamma,
        "stops": {
            name: {
                "time": stop.time,
                "last": stop.last,
                "errors": stop.errors.tolist(),
                "errors_at_last": stop.errors_at_last.tolist(),
            }
            for name, stop in solved.stops.items()
        },
    }


def to_json(advice: Advice, solved: Solved | None = None, *, ascii_only: bool = False) -> str:
    """Return the advice as JSON text.

    Parameters
    ----------
    advice : Advice
    solved : Solved or None
    ascii_only : bool
        Escape everything else, for a stream that cannot encode it.
    """
    data, training, crossover = advice.data, advice.training, advice.crossover
    document = {
        "schema": 1,
        "product": {"name": PRODUCT, "version": installed_version(PRODUCT)},
        "input": {
            "names": list(data.names),
            "counts": list(data.counts),
            "examples": data.total,
            "ratio": data.ratio,
        },
        "training": {
            "learning_rate": training.learning_rate,
            "batch": training.batch,
            "reduction": training.reduction,
            "loss": training.loss,
            "decay": training.decay,
            "signal": training.signal,
            "test_noise": training.test_noise,
            "budget": training.budget,
            "delta": training.delta,
        },
        "erm": _plan(advice.erm, data.names),
        "weighted": _plan(advice.weighted, data.names),
        "windows": [
            {"gamma": p.gamma, "bound": p.bound, "window": p.window, "standing": p.standing.value}
            for p in advice.windows
        ],
        "solved": _solved(advice, solved),
        "closing_gamma": advice.closing_gamma,
        "crossover": None
        if crossover is None
        else {"gamma": crossover.gamma, "at_delta": crossover.at_delta},
        "recommended_weights": {
            str(name): weight
            for name, weight in zip(data.names, advice.recommended.omega.tolist(), strict=True)
        },
        "scope": SCOPE.removeprefix("Scope: "),
    }
    return json.dumps(document, indent=2, ensure_ascii=ascii_only, allow_nan=False) + "\n"
