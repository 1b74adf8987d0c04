"""Questions to Z3 and cvc5, and the processes that they run in."""
