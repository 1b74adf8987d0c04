"""The maj-min mode at 50 digits by heyoka, as a program of its own: its import and compilation count.

Prints β and, on a second line, the seconds spent on importing, compiling and integrating.
"""

from time import perf_counter

BITS = 190
"""About 57 digits."""


def main() -> None:
    """Integrate to 1.6 δ/√(R+1) at R = 10, δ = 8."""
    begin = perf_counter()
    import heyoka as hy  # optional, and its import is part of what is timed

    imported = perf_counter()

    def real(text: str) -> hy.real:
        return hy.real(text, BITS)

    one, two, ratio, half = (real(x) for x in ("1", "2", "10", "0.5"))
    w, a, b = hy.make_vars("w", "a", "b")
    w1, w2, g = ((x) ** half for x in ((ratio + one) / ratio, ratio + one, (ratio + one) / two))
    p, q = g - w1 * w * a, g - w2 * w * b
    euler = real("2.7182818284590452353602874713526624977572470936999595749669676")
    size = (one / euler) ** real("8")
    start = [size, size * (ratio / (ratio + one)) ** half, size / (ratio + one) ** half]
    field = [(w, a * p + b * q), (a, w * p), (b, w * q)]
    flow = hy.taylor_adaptive(field, start, fp_type=hy.real, tol=real("1e-52"))
    compiled = perf_counter()
    flow.propagate_until(real("3.85934521059537"))
    done = perf_counter()
    big, major, minor = flow.state
    print(big * ((ratio / two) ** half * major + minor / two**half) * two / (ratio + one))
    print(imported - begin, compiled - imported, done - compiled)


if __name__ == "__main__":
    main()
