"""Pictures as inline SVG, from plain rows: swim lanes, the matrix, signals. Pure."""
