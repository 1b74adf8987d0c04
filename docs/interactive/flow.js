/* What gradient flow of ½‖(Z − WH)Ω^½‖² + ½λ(‖W‖² + ‖H‖²) does with the modes of STEP imbalance, from
   spectral initialisation of scale e^{−δ}. Class weights are ω_c = (2n/(k n_c))^γ. */
const Flow = (() => {
  "use strict";

  const SETTLED = 1e-9; // distance of β from its end from which on it is left as it is

  /** What R, k, γ and the decay determine: the modes, and the one between the groups in its two parts. */
  function model(R, k, gamma, decay = 0) {
    const omega = [((R + 1) / R) ** gamma, (R + 1) ** gamma];
    const targets = [Math.sqrt(R / 2), Math.SQRT1_2]; // the two parts of σv
    const sigma = Math.hypot(...targets);
    const lambda = (omega[0] * R + omega[1]) / (R + 1);
    const growth = Math.hypot(omega[0] * targets[0], omega[1] * targets[1]);
    const coupled = { omega, targets, sigma, growth, decay };
    const within = k / 2 - 1;
    const all = [
      { name: "maj-maj", sigma: Math.sqrt(R), lambda: omega[0], multiplicity: within },
      { name: "maj-min", sigma, lambda, multiplicity: 1, coupled },
      { name: "min-min", sigma: 1, lambda: omega[1], multiplicity: within },
    ];
    return all.filter((mode) => mode.multiplicity > 0).map((mode) => ({ ...mode, decay }));
  }

  /** σ − decay/λ: what decay leaves of the singular value of a mode that decouples. */
  const lowered = ({ sigma, lambda, decay }) => sigma - decay / lambda;

  /** The closed form, paper Eq. (16): exact for decoupled modes, and for all of the projected system.
      Decay lowers the singular value in it. */
  function logistic(mode, delta, t) {
    const end = lowered(mode);
    const x = 2 * end * mode.lambda * t;
    const risen = end === 0 ? 2 * mode.lambda * t : -Math.expm1(-x) / end;
    return 1 / (mode.sigma * (risen + Math.exp(2 * delta - x)));
  }

  /** First time at which it reaches half of its end. */
  function logisticHalfTime(mode, delta) {
    const end = lowered(mode);
    if (end <= 0) return Infinity;
    const rest = Math.exp(-2 * delta) / end; // of the end, at time 0
    if (rest >= 0.5) return 0;
    return (2 * delta + Math.log(end) + Math.log1p(-rest)) / (2 * end * mode.lambda);
  }

  /* The coupled mode of the full flow: w with h = (h₁, h₂) on the majority and the minority side,

         ẇ = Σ ωⱼ(tⱼ − w hⱼ) hⱼ − λw,     ḣⱼ = ωⱼ(tⱼ − w hⱼ) w − λhⱼ,

     as l = ln w and aⱼ = hⱼ/w, which keep their relative precision however small e^{−δ} is. */
  function slope({ omega, targets, decay }, [l, a, b]) {
    const y = Math.exp(Math.min(2 * l, 50));
    const e = omega[0] * (targets[0] - y * a);
    const f = omega[1] * (targets[1] - y * b);
    const growth = e * a + f * b;
    return [growth - decay, e - a * growth, f - b * growth];
  }

  function strength({ targets, sigma }, [l, a, b]) {
    return (Math.exp(2 * l) * (targets[0] * a + targets[1] * b)) / (sigma * sigma);
  }

  /** Strength at the end: with the length s of the mode, ∑ (ωⱼtⱼ/(ωⱼs + λ))² = 1. */
  function coupledEnd({ omega, targets, sigma, growth, decay }) {
    if (decay === 0) return 1;
    if (decay >= growth) return 0;
    const parts = (s) => omega.map((o, j) => (o * targets[j]) / (o * s + decay));
    let [low, high] = [0, sigma];
    for (let i = 0; i < 100; i++) {
      const middle = (low + high) / 2;
      if (Math.hypot(...parts(middle)) > 1) low = middle;
      else high = middle;
    }
    const [a, b] = parts(low);
    return (low * (targets[0] * a + targets[1] * b)) / (sigma * sigma);
  }

  /** Without decay the loss, which never grows again, keeps both parts of the logits at their targets. */
  function settled({ omega, targets, decay, growth }, [l, a, b], derivative) {
    if (decay > 0) return Math.max(...derivative.map(Math.abs)) < 0.1 * SETTLED * growth;
    const y = Math.exp(2 * l);
    const loss = omega[0] * (targets[0] - y * a) ** 2 + omega[1] * (targets[1] - y * b) ** 2;
    return loss < SETTLED ** 2 * Math.min(omega[0] * targets[0] ** 2, omega[1] * targets[1] ** 2);
  }

  /** An integration under way, advanced by `to(time)` and `untilHalf()`. */
  function integration(coupled, delta) {
    const norm = Math.hypot(...coupled.targets);
    const start = [-delta, coupled.targets[0] / norm, coupled.targets[1] / norm];
    const run = Integrator.start((x) => slope(coupled, x), start, 0.01 / coupled.growth,
      (x, derivative) => settled(coupled, x, derivative));
    let state = start;
    return {
      to(target) {
        state = run.to(target);
        return strength(coupled, state);
      },
      untilHalf() {
        const half = coupledEnd(coupled) / 2;
        return half > 0 ? run.until((x) => strength(coupled, x) >= half) : Infinity;
      },
      share: () => state[2] ** 2 / (state[1] ** 2 + state[2] ** 2), // of h², on the minority side
      drift: () => Math.abs(state[1] ** 2 + state[2] ** 2 - 1), // of w² − h², relative to w²
    };
  }

  const isCoupled = (mode, system) => system === "full" && mode.coupled !== undefined;

  /** A mode of the full flow, or of the projected system, at ascending times. */
  function strengths(mode, delta, times, system) {
    if (isCoupled(mode, system)) {
      const run = integration(mode.coupled, delta);
      return times.map((t) => run.to(t));
    }
    return times.map((t) => logistic(mode, delta, t));
  }

  /** When a mode has half of its end. */
  function halfTime(mode, delta, system) {
    if (isCoupled(mode, system)) return integration(mode.coupled, delta).untilHalf();
    return logisticHalfTime(mode, delta);
  }

  /** Half of the strength that a mode ends at. */
  function level(mode, system) {
    if (isCoupled(mode, system)) return coupledEnd(mode.coupled) / 2;
    return Math.max(0, lowered(mode) / mode.sigma) / 2;
  }

  /** 1 over the limit of T/δ for δ → ∞; 0 for a mode that is not learned. */
  function rate(mode, system) {
    const growth = isCoupled(mode, system) ? mode.coupled.growth : mode.sigma * mode.lambda;
    return Math.max(0, growth - mode.decay);
  }

  /** Learning window of times: how much later than the first the last is. */
  function spread(times) {
    return Math.max(...times) / Math.min(...times) - 1;
  }

  return { model, strengths, halfTime, level, rate, spread, integration };
})();
