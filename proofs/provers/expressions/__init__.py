"""What the provers ask of an expression: values in balls, definedness, derivatives, normal forms."""
