"""Products of matrices as words, rewritten by equations."""
