"""How formulas are shown: LaTeX, MathML, notebook cells. Nothing is computed here."""
