"""The only place that steps in floating point; knows vector fields, not problems."""
