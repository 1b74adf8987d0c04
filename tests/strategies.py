"""Hypothesis strategies shared by all tests."""

from fractions import Fraction

from hypothesis import strategies as st

# Exact parameters of small flow problems, for validated arithmetic.
exact_ratios = st.fractions(min_value=Fraction(1, 10), max_value=40, max_denominator=10)
exact_scales = st.fractions(min_value=0, max_value=9, max_denominator=8)
exact_times = st.fractions(min_value=0, max_value=4, max_denominator=8)
