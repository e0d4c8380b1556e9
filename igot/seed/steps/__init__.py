"""The steps of the seed, in their order; each leaves what is there already as it is."""


class MissingPart(Exception):
    """A step needs what an earlier part of the seed makes."""
