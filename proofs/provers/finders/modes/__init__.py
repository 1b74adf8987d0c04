"""Scripts for the modes of a flow under squared loss: bounds at all times, and times to a level."""
