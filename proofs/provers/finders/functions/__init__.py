"""Facts on roots, exponentials, logarithms and whole numbers, by their laws and by growth."""
