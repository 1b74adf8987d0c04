"""What is taken as given: a name, one line, and where a proof stands in print.

Rudin is W. Rudin, Principles of Mathematical Analysis, 3rd ed., McGraw-Hill 1976; Tucker is
W. Tucker, Validated Numerics, Princeton University Press 2011; NIST is the NIST Digital Library
of Mathematical Functions, https://dlmf.nist.gov.
"""

AXIOMS: dict[str, tuple[str, str]] = {
    "field": (
        "the real numbers are a field: an identity of polynomials holds for all values, 1/p exists "
        "where p is not 0, and a product is 0 only if a factor is",
        "Rudin, 1.12-1.16",
    ),
    "order": (
        "the order is total; sums and products of positive numbers are positive; squares are "
        "not negative",
        "Rudin, 1.17-1.18",
    ),
    "roots": ("every p >= 0 has exactly one n-th root x >= 0", "Rudin, Theorem 1.21"),
    "absolute value": ("|a| is a where a >= 0 and -a elsewhere; max and min alike", "Rudin, 1.32"),
    "integers": (
        "sums and products of integers are integers, no integer lies between 0 and 1, every real "
        "number has a floor; a rational number has a representation in lowest terms",
        "Rudin, Theorem 1.20; Hardy and Wright, An Introduction to the Theory of Numbers, ch. 1-2",
    ),
    "exponential": (
        "exp is positive, exp 0 = 1 and exp(a + b) = exp a exp b",
        "Rudin, Theorem 8.6",
    ),
    "tangent": ("exp a >= 1 + a, with equality at a = 0 only", "NIST 4.5.13; Rudin, Theorem 8.6"),
    "logarithm": ("log a, for a > 0, is the number with exp(log a) = a", "Rudin, 8.6 and (36)-(39)"),
    "integer powers": (
        "a^0 = 1, a^1 = a, a^(n+1) = a a^n; a^n = exp(n log a) for a > 0",
        "Rudin, 8.6, (41)-(43)",
    ),
    "trigonometry": (
        "sin and cos lie in [-1, 1], sin^2 + cos^2 = 1; sin 0 = atan 0 = 0, cos 0 = 1",
        "Rudin, 8.7; NIST 4.21.12",
    ),
    "error function": (
        "erf 0 = 0 and erf' a = (2/sqrt(pi)) exp(-a^2)",
        "NIST 7.2.1",
    ),
    "derivatives": (
        "sums, products, quotients, the chain rule; derivatives of 1/x, roots, exp, log, sin, cos "
        "and atan",
        "Rudin, Theorems 5.3, 5.5, 8.6, 8.7; NIST 4.7.1, 4.20.1, 4.24.9",
    ),
    "continuity": (
        "terms other than floor are continuous where they are defined, as are their compositions",
        "Rudin, Theorems 4.7, 4.9, 4.17, 8.6",
    ),
    "mean value theorem": (
        "f continuous on [a, b] and differentiable inside has f(b) - f(a) = (b - a) f'(c)",
        "Rudin, Theorem 5.10",
    ),
    "null quantities": (
        "1/u, u^n exp(-u) and log(u)/u tend to 0 as u tends to infinity; so does what they bound; "
        "log u, exp u, roots, powers and positive multiples of u tend to infinity with u",
        "Rudin, Theorems 3.19, 3.20 and 8.6 (f)",
    ),
    "balls": (
        "a ball computed by Arb contains the value for all arguments in the balls given",
        "Tucker, ch. 2; F. Johansson, Arb, IEEE Trans. Computers 66 (2017) 1281-1292",
    ),
}
