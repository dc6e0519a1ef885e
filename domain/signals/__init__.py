"""What could have been seen coming: a series for each signal, swept once over its points."""
