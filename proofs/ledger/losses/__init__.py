"""Beyond the paper, under cross-entropy, also with logits that are shifted, multiplied or lowered."""
