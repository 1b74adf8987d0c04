"""Check files of proof objects: ``python -m proofs.kernel FILE...``.

It ends as the other commands do, but shares no code with them: nothing else of ours is loaded.
"""

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

from proofs.kernel import Rejected, check
from proofs.kernel.check import once

USAGE = "usage: python -m proofs.kernel FILE...\nchecks files that hold a proof object or a list of them"


def plain(text: object) -> str:
    """Return a text in one line of ASCII, whatever stands in an object or in a name."""
    return "".join(c if " " <= c <= "~" else ascii(c)[1:-1] for c in " ".join(str(text).split()))


def main(names: list[str]) -> int:
    """Check each file; return 0 if every object is accepted, 1 if not, 2 on wrong usage."""
    if names[:1] == ["--version"]:
        print(f"reweighting-theory {version('reweighting-theory')}")
        return 0
    if names[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if not names or names[0].startswith("-"):
        wrong = f"there is no option {plain(names[0])}" if names else "name a file of proof objects"
        print(f"kernel: {wrong}; --help shows the usage", file=sys.stderr)
        return 2
    failed = False
    for name in names:
        try:
            data = json.loads(Path(name).read_text("utf-8"), object_pairs_hook=once)
        except (OSError, ValueError, RecursionError) as error:
            print(f"kernel: {plain(name)} cannot be read: {plain(error)}", file=sys.stderr)
            return 2
        items = data if isinstance(data, list) else [data]
        if not items or not all(isinstance(item, dict) for item in items):
            print(
                f"kernel: {plain(name)} holds no proof object, nor a list of them", file=sys.stderr
            )
            return 2
        for i, item in enumerate(items):
            label = item.get("id", i)
            try:
                found = check(item)
                axioms = ", ".join(sorted(found.axioms)) or "none"
                said = f"{found.verdict} of {found.hash[:12]}; axioms: {axioms}"
            except Rejected as error:
                failed, said = True, f"REJECTED: {error}"
            print(f"{plain(name)}: {plain(label)}: {plain(said)}", flush=True)
    return int(failed)


def run(names: list[str]) -> int:
    """Do the same; return 2 where the output fails, 130 at Ctrl-C and 141 at a closed pipe."""
    try:
        code = main(names)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("kernel: interrupted", file=sys.stderr)
        return 130
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 141
        print(f"kernel: the verdicts cannot be printed: {error.strerror}", file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
