"""Certificates of enclosures of the flow, and the short program that checks them.

It imports the standard library and python-flint, and of the kernel how it reads numbers and refuses.
"""
