"""The leader's heat maps, the finder, the demand board, and a person's own choice."""
