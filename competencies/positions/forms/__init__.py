"""What administrators and authors of positions type."""
