"""Numbers as a reader wants them."""


def ratio_text(value: float) -> str:
    """Write a window or a time.

    Examples
    --------
    >>> ratio_text(0.141421), ratio_text(1e-17)
    ('0.1414', '0')
    """
    return "0" if abs(value) < 1e-9 else f"{value:.4g}"


def steps_text(number: float) -> str:
    """Write a number of steps.

    Examples
    --------
    >>> steps_text(12345.6), steps_text(12.34), steps_text(2.5e9)
    ('12,346', '12.3', '2.5e+09')
    """
    if number >= 1e8:
        return f"{number:.3g}"
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
