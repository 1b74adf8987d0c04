"""Beyond the paper, for any class counts: rates, weights, metrics and targets."""
