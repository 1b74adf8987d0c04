"""Growth rates and saddle times of numeric class counts, up to the size of a vocabulary."""
