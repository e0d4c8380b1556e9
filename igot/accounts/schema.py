"""How the API's schema speaks of tokens."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """OAuth 2.0 client credentials."""

    target_class = "igot.accounts.authentication.TokenAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        from django.conf import settings

        on_offer: Any = settings.OAUTH2_PROVIDER["SCOPES"]
        scopes = {name: str(text) for name, text in on_offer.items()}
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth/token/", "scopes": scopes}}}
