"""What the product does in a second, measured from outside."""
