"""The only place that steps the flow of a problem in floating point; knows vector fields alone."""
