"""Look for proof objects: clever, and not trusted; what is found here is checked in the kernel."""
