"""Proofs that a long run has found, kept in a folder, from which the same call goes on.

Nothing rests on what the folder holds: the kernel checks each object again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from warnings import warn

from proofs.errors import ParameterError
from spectra.errors import InputError
from spectra.utils.result_folder import ResultFolder

if TYPE_CHECKING:
    from proofs.claims.claim import Claim
    from proofs.engine.decide import Finding


class KeptProofs:
    """A folder with the proof objects of claims.

    Parameters
    ----------
    keep : str or path-like

    Raises
    ------
    ParameterError
        The folder holds something else, or cannot be written.
    """

    def __init__(self, keep: object) -> None:
        try:
            self._folder = ResultFolder(keep, ".json")
            self._folder.open({"settings": {"holds": "proofs of claims"}})
        except InputError as error:
            raise ParameterError(f"keep: {error}") from error

    def known(self, claim: Claim) -> str:
        """Return the objects of a claim as JSON, or ""; a damaged file is set aside."""
        name = quote(claim.id, safe="")
        for said in self._folder.set_aside([name], _damaged):
            warn(said, stacklevel=2)
        file = self._folder.file(name)
        return file.read_text("utf-8") if file.is_file() else ""

    def keep(self, claim: Claim, finding: Finding) -> None:
        """Write the objects that a finding rests on."""
        found = [item.proof.text for item in finding.evidence if item.proof is not None]
        if found:
            text = "[\n" + ",\n".join(found) + "\n]\n"
            self._folder.keep(quote(claim.id, safe=""), text)


def _damaged(path: Path, _: str) -> str | None:
    """Say what is wrong with a file, or nothing."""
    try:
        objects = json.loads(path.read_text("utf-8"))
        whole = all(isinstance(item["hash"], str) for item in objects)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        whole = False
    return None if whole else f"{path.name} holds no proof objects"
