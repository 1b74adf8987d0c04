"""What every command shares: command line, whole files, progress, Ctrl-C, tables, plain text, charts.

Knows nothing of labels, flows or claims, and loads no sympy.
"""
