"""Rows in, answer out: one file per question. What the answers mean is in `domain/`."""
