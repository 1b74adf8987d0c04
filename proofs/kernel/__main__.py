"""Check files of proof objects: ``python -m proofs.kernel FILE...``.

It ends as the other commands do, but shares no code with them: nothing else of ours is loaded.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Generator
from contextlib import closing, suppress
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from proofs.kernel import Rejected, check
from proofs.kernel.check import once

USAGE = "usage: python -m proofs.kernel FILE...\nchecks files that hold a proof object or a list of them"

FEW = 50
"""So many objects are checked in one process."""

Said: TypeAlias = tuple[bool, str]
"""Whether an object is accepted, and what is said of it."""


def plain(text: object) -> str:
    """Return a text in one line of ASCII, whatever stands in an object or in a name."""
    return "".join(c if " " <= c <= "~" else ascii(c)[1:-1] for c in " ".join(str(text).split()))


def verdict(item: Any) -> Said:
    """Check an object."""
    try:
        found = check(item)
    except Rejected as error:
        return False, f"REJECTED: {error}"
    axioms = ", ".join(sorted(found.axioms)) or "none"
    return True, f"{found.verdict} of {found.hash[:12]}; axioms: {axioms}"


def work(items: list[Any], out: Any, ends: list[Any]) -> None:
    """Check objects in a process that its parent ends, and that ends when nobody listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in ends:
        end.close()
    with suppress(BrokenPipeError):
        for item in items:
            out.send(verdict(item))


def verdicts(items: list[Any]) -> Generator[Said, None, None]:
    """Check objects, many of them on all cores under Linux; what is said comes in their order."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1  # where forks are safe
    if len(items) <= FEW or cores == 1:
        yield from map(verdict, items)
        return
    context: Any = get_context("fork")
    ends, workers, heard = list[Any](), list[Any](), signal.getsignal(signal.SIGINT)
    if heard is not signal.SIG_IGN:  # Ctrl-C comes to the end of this function
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for own in range(cores):
            end, out = context.Pipe(duplex=False)
            ends.append(end)
            worker = context.Process(target=work, args=(items[own::cores], out, ends))
            worker.start()
            workers.append(worker)
            out.close()
        yield from (ends[i % cores].recv() for i in range(len(items)))
    finally:
        for worker in workers:
            worker.kill()
        signal.signal(signal.SIGINT, heard)


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
        with closing(verdicts(items)) as found:
            for i, (accepted, said) in enumerate(found):
                failed |= not accepted
                label = items[i].get("id", i)
                print(f"{plain(name)}: {plain(label)}: {plain(said)}", flush=True)
    return int(failed)


def run(names: list[str]) -> int:
    """Do the same; return 2 where the output fails, 130 at Ctrl-C and 141 at a closed pipe."""
    if sys.stdout is None:
        print("kernel: there is no standard output to print verdicts to", file=sys.stderr)
        return 2
    try:
        code = main(names)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("kernel: interrupted", file=sys.stderr)
        return 130
    except EOFError:
        print("kernel: a process that checks has been ended; the rest is unknown", file=sys.stderr)
        return 2
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 141
        print(f"kernel: the verdicts cannot be printed: {error.strerror}", file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    gc.disable()  # nothing that is read or checked is a cycle of much
    sys.exit(run(sys.argv[1:]))
