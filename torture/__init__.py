"""The fault classes R1 to R14: what the queue survives, counted (``python -m torture``)."""
