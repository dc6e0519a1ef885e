"""Benchmarks: our figures beside the alternative's, in one run, as ratios."""
