"""Pages no app owns."""
