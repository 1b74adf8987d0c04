"""One file for each public verb, and what the verbs return."""
