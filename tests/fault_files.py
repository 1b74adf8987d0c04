"""Files that are damaged, absurd or hostile, as ``tests/faults.py`` gives them to the commands."""

import gzip
import resource
import struct
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fault_runs import Row, quiet, run

ODD = {
    "per cent": "accuracy_in_%",
    "control characters": "a\x07b\x1b[31m",
    "a command of TeX": r"\write18{touch pwned}",
    "bidi": "x\u202eevil\u2066",
    "an end of the document": "%\n\\end{document}",
    "a script": "<script>alert(1)</script>",
}
FORMATS = ("text", "json", "html", "latex")


def odd(name: str, kind: str) -> str:
    """Report on a claim about a function and a symbol of a strange name."""
    said = repr(name)
    body = (
        "import proofs\nfrom sympy import Function, Symbol\nfrom spectra import R\n"
        f"proofs.claim('a', proofs.gt(Function({said})(R), 0), source={said}, title={said})\n"
        f"proofs.claim('b', proofs.gt(Symbol({said}, positive=True), 0), source={said})\n"
    )
    Path("odd.py").write_text(body)
    words = ("--claims", "odd.py", "--format", kind, "-o", f"odd.{kind}", "--force", "--stable")
    seen = run("proofs.check_theorem", *words)
    text = Path(f"odd.{kind}").read_text(encoding="utf-8")
    unseen = [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x202A <= ord(c) <= 0x2069]
    if kind in ("html", "latex"):
        assert not [c for c in unseen if not 0x2061 <= ord(c) <= 0x2064]
    assert "<script>alert" not in text or kind != "html"
    assert not Path("pwned").exists()
    return quiet(seen, 3)


BAD_FILES = {
    "is missing": None,
    "does not parse": b"def",
    "raises": b"1 / 0",
    "leaves": b"import sys; sys.exit(0)",
    "is not Python": b"\0\1\2",
    "registers nothing": b"x = 1",
}


def bad_file(content: bytes | None) -> str:
    if content is not None:
        Path("bad.py").write_bytes(content)
    seen = run("proofs.check_theorem", "--claims", "bad.py" if content is not None else "none.py")
    return quiet(seen, 2)


def npy(kind: str, shape: str, body: bytes) -> str:
    head = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    Path("a.npy").write_bytes(
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + body
    )
    return quiet(run("spectra.advise", "a.npy", "--labels"), 2)


def files() -> Iterator[Row]:
    for what, name in ODD.items():
        for kind in FORMATS:
            yield f"a name with {what}, as {kind}", partial(odd, name, kind)
    for what, content in BAD_FILES.items():
        yield f"a claims file that {what}", partial(bad_file, content)
    yield "NPY of shape (2**62,)", lambda: npy("<i8", "(4611686018427387904,)", bytes(64))
    yield (
        "NPY with a number that is no character",
        lambda: npy("<U1", "(2,)", struct.pack("<2I", 65, 0x110000)),
    )
    yield "NPY with half a character", lambda: npy("<U1", "(2,)", struct.pack("<2I", 65, 0xD800))
    yield "NPY cut in its header", lambda: npy("<i8", "(5", b"")
    for shape in ("(-1,)", "(2**62, 2**62)", "(1e3,)", "('a',)", "()"):
        yield f"NPY of shape {shape}", partial(npy, "<i8", shape, bytes(64))
    for what, damaged in KEPT.items():
        yield f"kept runs that are {what}", partial(kept_runs, damaged)
    if find_spec("torch"):
        for what, images in IDX.items():
            yield f"IDX with {what}", partial(idx, images)


KEPT: dict[str, Callable[[bytes], bytes]] = {
    "cut by three bytes": lambda whole: whole[:-3],
    "of another seed": lambda whole: whole.replace(b",0,", b",7,", 1),
    "of another weighting": lambda whole: whole.replace(b"RW", b"ERM"),
    "no numbers": lambda whole: whole.replace(b"ERM,0,", b"ERM,0,nan", 1),
    "of other bytes": lambda _: b"\0\xff" * 999,
    "empty": lambda _: b"",
}


def kept_runs(damaged: Callable[[bytes], bytes]) -> str:
    """Damage a file of a folder of results; the same command makes it again."""
    words = ("numerics.gaussian_starts", "--seeds", "1", "--keep", "kept", "-o", "starts.csv")
    assert run(*words, "--force").code == 0
    (path,) = Path("kept/runs").glob("descents-*.csv")
    whole, table = path.read_bytes(), Path("starts.csv").read_bytes()
    path.write_bytes(damaged(whole))
    said = quiet(run(*words, "--force"), 0)
    assert path.name in said or "kept" in said, said
    assert (path.read_bytes(), Path("starts.csv").read_bytes()) == (whole, table)
    return said


IDX = {
    "absurd sizes": struct.pack(">4I", 0x803, 2**32 - 1, 2**32 - 1, 2**32 - 1),
    "no sizes": struct.pack(">I", 0x803),
    "more data than it says": struct.pack(">4I", 0x803, 1, 1, 1) + bytes(10**6),
    "another kind of numbers": struct.pack(">4I", 0xD03, 1, 28, 28) + bytes(784 * 4),
    "a bomb of a gigabyte": gzip.compress(
        struct.pack(">4I", 0x803, 2**20, 32, 32) + bytes(2**20), 9
    ),
}


def idx(content: bytes) -> str:
    """Read digits whose images are damaged; no memory is taken for what a heading says."""
    Path("digits").mkdir(exist_ok=True)
    for part in ("train", "t10k"):
        for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"):
            packed = content[:2] == b"\x1f\x8b"
            Path(f"digits/{part}-{kind}").unlink(missing_ok=True)
            Path(f"digits/{part}-{kind}.gz").unlink(missing_ok=True)
            Path(f"digits/{part}-{kind}{'.gz' if packed else ''}").write_bytes(content)
    limit = lambda: resource.setrlimit(resource.RLIMIT_DATA, (2**31, 2**31))
    words = ("numerics.experiment", "--mnist", "digits", "-o", "trained-on-them")
    return quiet(run(*words, preexec_fn=limit), 2)
