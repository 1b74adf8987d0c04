"""The proof objects that come with the ledger, found by the statement that they prove.

Beside them stands what another proof checker said of them, written by ``python -m proofs.export``.

They are data, in one file with one object on a line. Nothing rests on an object unread, since the
kernel checks it in each run that uses it. So are the certificates of enclosures, in another file,
which ``python -m proofs.engine.renew_enclosures`` renews.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "proofs.json"
COQ = Path(__file__).parent / "second_kernel.json"
ENCLOSURES = Path(__file__).parent / "enclosures.json"
HASH = re.compile(rb'"hash":"(\w+)"')


@cache
def _by_hash() -> Mapping[bytes, bytes]:
    lines = FILE.read_bytes().splitlines()
    return {found[1]: line for line in lines if (found := HASH.search(line))}


def shipped(statement_hash: str) -> str | None:
    """Return the object for a statement as JSON, or None.

    Examples
    --------
    >>> shipped("0") is None
    True
    """
    line = _by_hash().get(statement_hash.encode())
    return None if line is None else line.decode().rstrip(",")


def written(found: Mapping[str, Any]) -> str:
    """Write an object as it is shipped.

    Examples
    --------
    >>> written({"verdict": "PROVED", "by": []})
    '{"verdict":"PROVED","by":[]}'
    """
    return json.dumps(found, separators=(",", ":"))


@cache
def _by_question() -> Mapping[tuple[str, int], dict[str, Any]]:
    rows = json.loads(ENCLOSURES.read_text("utf-8"))
    return {
        (json.dumps(row["certificate"]["of"]), row["asked"]): row["certificate"] for row in rows
    }


def enclosure(question: dict[str, Any], bits: int) -> dict[str, Any] | None:
    """Return the certificate for a quantity at exact parameters that was run for so many bits.

    Examples
    --------
    >>> enclosure({"quantity": "delay", "ratio": "0"}, 146) is None
    True
    """
    return _by_question().get((json.dumps(question), bits))


def finest(question: dict[str, Any]) -> int:
    """Return the most bits for which a certificate is shipped, or 0.

    Examples
    --------
    >>> finest({"quantity": "delay", "ratio": "0"})
    0
    """
    name = json.dumps(question)
    return max((bits for asked, bits in _by_question() if asked == name), default=0)


@cache
def _accepted_by_coq() -> Mapping[str, str]:
    table = json.loads(COQ.read_text("utf-8"))
    accepted = (row["hash"] for row in table["claims"] if row["outcome"] == "accepted")
    return dict.fromkeys(accepted, f"Coq {table['coq']}")


def second_kernel(statement_hash: str) -> str:
    """Return the other checker that has accepted a proof of a statement, or "".

    Examples
    --------
    >>> second_kernel("0")
    ''
    """
    return _accepted_by_coq().get(statement_hash, "")
