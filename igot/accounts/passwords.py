"""Django's rules for passwords in our own words, because Django has none in Hindi."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _


class UserAttributeSimilarityValidator(rules.UserAttributeSimilarityValidator):
    """Not one's own name or address."""

    def get_error_message(self) -> str:
        """Why it was refused."""
        return _("This password is too much like your name or e-mail address.")

    def get_help_text(self) -> str:
        """What to choose."""
        return _("Not your name or e-mail address, or nearly so.")


class MinimumLengthValidator(rules.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        """Why it was refused."""
        return _("This password is too short: it needs at least %(min_length)s characters.") % self._length()

    def get_help_text(self) -> str:
        """What to choose."""
        return _("At least %(min_length)s characters.") % self._length()

    def _length(self) -> dict[str, int]:
        return {"min_length": self.min_length}


class CommonPasswordValidator(rules.CommonPasswordValidator):
    """Not one that everybody tries first."""

    def get_error_message(self) -> str:
        """Why it was refused."""
        return _("This password is one of those that are guessed first.")

    def get_help_text(self) -> str:
        """What to choose."""
        return _("Not a password that many people use.")


class NumericPasswordValidator(rules.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        """Why it was refused."""
        return _("This password consists of digits alone.")

    def get_help_text(self) -> str:
        """What to choose."""
        return _("Not digits alone.")
