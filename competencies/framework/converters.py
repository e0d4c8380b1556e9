"""How a dictionary stands in an address."""

from django.urls import register_converter
from django.urls.converters import get_converters

from competencies.framework.items import KINDS


class KindConverter:
    """A dictionary, by the word that stands for it in addresses."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> str:
        """The dictionary's name; an unknown word is no address."""
        for kind in KINDS.values():
            if kind.slug == value:
                return kind.name
        raise ValueError(value)

    def to_url(self, value: str) -> str:
        """The dictionary's word."""
        if value not in KINDS:
            raise ValueError(value)
        return KINDS[value].slug


def register() -> None:
    """Make `<dictionary:kind>` known, once, to pages and endpoints."""
    if "dictionary" not in get_converters():
        register_converter(KindConverter, "dictionary")
