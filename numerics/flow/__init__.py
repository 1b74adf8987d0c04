"""Vector fields, the coordinates they are followed in, and which of them suit a problem."""
