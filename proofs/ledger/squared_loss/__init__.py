"""Beyond the paper, under squared loss: other weights, starts, depths, steps, and weight decay."""
