"""What every command shares: command line, whole files, progress, Ctrl-C, plain text, charts.

Knows nothing of labels, flows or claims, and loads no sympy.
"""
