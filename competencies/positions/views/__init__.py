"""Pages of positions and work orders."""
