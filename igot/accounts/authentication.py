"""How API callers are known: a client by its OAuth 2.0 token, a person by their session."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.scopes import SettingsScopes
from rest_framework.request import Request


class ClientPerson(AnonymousUser):
    """Stands where a person would: a client acts for its organisation, and is nobody."""

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]
        return True


class TokenAuthentication(OAuth2Authentication):
    """A bearer token of a client of an organisation."""

    def authenticate(self, request: Request) -> Any:
        """The pair of (somebody or a client, token), or None."""
        found = super().authenticate(request)
        if found is None:
            return None
        user, token = found
        return user or ClientPerson(), token


class ClientScopes(SettingsScopes):
    """A client gets the scopes it was registered with, and no others."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        if application is None:
            return super().get_available_scopes(application, request, *args, **kwargs)
        return list(application.allowed_scopes)

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application, request, *args, **kwargs)
