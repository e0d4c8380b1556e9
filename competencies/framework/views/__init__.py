"""The dictionaries: what everybody reads, and what those who FRAC do."""
