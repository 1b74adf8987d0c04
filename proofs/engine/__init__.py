"""From claims to results: claims files, selection, processes, time limits."""
