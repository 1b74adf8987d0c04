"""The question: a flow problem, its checks and its start. No answer is computed here."""
