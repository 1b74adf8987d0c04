"""Beyond the paper: inputs with class means, errors of test inputs, and when to stop."""
