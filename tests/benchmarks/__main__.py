"""Every benchmark, one table after another: ``python tests/benchmarks``.

Names of tables, such as ``digits flows``, choose among them. Peers that are no dependency come with
``pip install 'reweighting-theory[bench]'``; a row whose peer is missing says so.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(chosen: list[str]) -> int:
    """Run the chosen tables, or all, each in a process of its own; return 2 for an unknown name."""
    tables = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    if unknown := [name for name in chosen if name not in tables]:
        print(f"no table {unknown[0]!r}; choose among {', '.join(tables)}", file=sys.stderr)
        return 2
    failed = 0
    for name in chosen or tables:
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, str(tables[name])], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
