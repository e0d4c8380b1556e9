"""For production: nothing has a default that would be unsafe."""

from igot.settings import env
from igot.settings.base import *  # noqa: F403
from igot.settings.base import CONTENT_SECURITY_POLICY

DEBUG = False
DEMO = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "host names that are served")
SITE_ORIGIN = env.origin("SITE_ORIGIN", "address of the application as people see it")
CONTENT_ORIGIN = env.origin("CONTENT_ORIGIN", "second origin, for content uploaded by providers")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.switch("SSL_REDIRECT", "send http requests to https", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "upgrade-insecure-requests": True},
}
