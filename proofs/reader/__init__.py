"""From sympy, as typed, to the statements of the proof checker: trusted, like the kernel."""
