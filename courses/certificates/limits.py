"""How often one address may look certificates up: enough to check a pile of them, too little to try numbers."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

LOOK_UPS_A_MINUTE = 30
SECONDS = 60


def too_many(request: HttpRequest) -> bool:
    """Count one look-up of the caller's address; whether it is one more than a minute allows."""
    key = f"verify:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, SECONDS)
    try:
        return bool(cache.incr(key) > LOOK_UPS_A_MINUTE)
    except ValueError:
        # It ran out between the two calls: the minute is over.
        return False
