"""Signs of polynomials in what is known: algebra, cases, linear programming."""
