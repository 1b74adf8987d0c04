"""Ways of deciding a statement, a folder for each kind; none is trusted alone."""
