"""Pages of those who draft, review and publish plans."""
