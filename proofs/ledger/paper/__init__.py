"""What the paper says, one file for each part of it, and what its statements rest on."""
