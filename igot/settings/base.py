"""Settings shared by every way of running igot. What differs between places comes from the environment (`env.py`)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from igot.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", "folder for files the product writes", str(BASE_DIR / "var")))

# --- Where it runs -------------------------------------------------------------------------------------------------
DEBUG = env.switch("DEBUG", "Django's debug pages; never in production", False)
DEMO = env.switch("DEMO", "demo people and demo passwords may exist; never in production", False)
SECRET_KEY = env.text("SECRET_KEY", "signs sessions and tokens; 50 random characters or more")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "host names that are served", ["localhost", "127.0.0.1", "[::1]"])
SITE_ORIGIN = env.origin("SITE_ORIGIN", "address of the application as people see it", "http://localhost:8000")
CONTENT_ORIGIN = env.origin(
    "CONTENT_ORIGIN", "second origin, for content uploaded by providers", "http://content.localhost:8000"
)
CSRF_TRUSTED_ORIGINS = [SITE_ORIGIN]
PROXIES = env.number("PROXIES", "how many proxies stand in front, each adding to X-Forwarded-For; 0 believes none", 0)
SITE_OWNER = env.text(
    "SITE_OWNER", "ownership line in the page's foot", "Demonstration instance. Not a government website."
)
SITE_UPDATED = env.day("SITE_UPDATED", "day on which the site's own texts were last gone through", "2026-11-22")
CONTACT_MAIL = env.text("CONTACT_MAIL", "address for questions, shown on the contact page; empty: none is shown", "")
SITE_ADDRESS = env.text("SITE_ADDRESS", "postal address of the owner, shown on the contact page; lines end in ;", "")
SITE_EMBLEM = env.picture("SITE_EMBLEM", "image file of the owner's emblem (PNG, JPEG or WebP); empty: igot's mark", "")
WEB_MANAGER = env.text("WEB_MANAGER", "who answers for the site's content: name and designation; may be empty", "")
DATA_CONTACT = env.text("DATA_CONTACT", "who answers questions about personal data: name, designation, address", "")
METRICS_TOKEN = env.text("METRICS_TOKEN", "bearer token for /metrics; empty closes it", "")
CERTIFICATE_KEY = env.text("CERTIFICATE_KEY", "Ed25519 private key (PEM, or its base64) that signs certificates")

# --- What it is made of --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "treebeard",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "csp",
    "django_prometheus",
    "igot.kernel",
    "igot.journal",
    "igot.organisations",
    "igot.accounts",
    "igot.approvals",
    "igot.imports",
    "igot.notifications",
    "competencies",
    "assessments",
    "courses",
    "capacity_plans",
    "igot.web",
    "igot.seed",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "igot.web.security.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "igot.web.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "igot.web.security.ContentOriginMiddleware",
    "igot.web.middleware.CorrelationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "igot.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "igot.web.keep.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "igot.web.sessions.SessionNoteMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "igot.accounts.middleware.TenancyMiddleware",
    "igot.accounts.idempotency.IdempotencyMiddleware",
    "igot.web.middleware.RefusalMiddleware",
    "igot.kernel.api.fields.SparseFieldsMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "igot.urls"
WSGI_APPLICATION = "igot.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "igot.web.context.page",
            ],
            "builtins": ["igot.kernel.templatetags.igot"],
        },
    },
]
FORM_RENDERER = "igot.kernel.forms.Renderer"

# --- Data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", "the Postgres database (16 or newer)")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5, **DATABASES["default"]["OPTIONS"]}

REDIS_URL = env.redis("REDIS_URL", "the Valkey or Redis server (broker and cache)")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "igot.kernel.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "igot"}
}
# What each process may keep for itself: fragments of pages and the like, each under all it depends on.
_OF_A_PROCESS = "dummy.Dummy" if DEBUG else "locmem.LocMem"
CACHES["process"] = {
    "BACKEND": f"django.core.cache.backends.{_OF_A_PROCESS}Cache",
    "LOCATION": "process",
    "TIMEOUT": 3600,
    "OPTIONS": {"MAX_ENTRIES": 4000},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "igot.web.errors.csrf_failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Celery --------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL

# --- Files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / part for part in ("css", "js", "img")]
STATICFILES_DIRS = [(path.name, path) for path in STATICFILES_DIRS]  # type: ignore[misc]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "igot.web.libraries.LibrariesFinder",
]
# Uploads lie outside anything a web server serves; courses.authoring hands them out after a permission check.
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT), "file_permissions_mode": 0o640},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Language, time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("hi", _("Hindi"))]
LOCALE_PATHS = [BASE_DIR / "igot" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["igot.kernel.formats"]
# For a language without formats of its own: as India writes them.
DATE_FORMAT, SHORT_DATE_FORMAT = "j F Y", "d-m-Y"
DATETIME_FORMAT, SHORT_DATETIME_FORMAT, TIME_FORMAT = "j F Y, g:i A", "d-m-Y H:i", "g:i A"
NUMBER_GROUPING = (3, 2, 0)
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Kolkata"
USE_TZ = True

# --- Sign-in -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# The e-mail is unique whatever its case: by a constraint on Lower("email"), which this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"igot.accounts.passwords.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {"user_attributes": ["name", "email"]}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "igot.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "igot.accounts.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip", "reset_password": "20/m/ip,5/m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "igot"
USERSESSIONS_TRACK_ACTIVITY = True

# --- Mail ----------------------------------------------------------------------------------------------------------
EMAIL_FILE_PATH = env.text("MAIL_DIR", "if set, mails are written as files into this folder", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if EMAIL_FILE_PATH else 'smtp'}.EmailBackend"
EMAIL_HOST = env.text("MAIL_HOST", "mail server", "localhost")
EMAIL_PORT = env.number("MAIL_PORT", "mail server's port", 25)
EMAIL_HOST_USER = env.text("MAIL_USER", "mail server's user", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "mail server's password", "")
EMAIL_USE_TLS = env.switch("MAIL_TLS", "speak TLS to the mail server", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "sender of the mails", "igot <no-reply@igot.example>")

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "igot.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["igot.kernel.api.reading.StrictParser"],
    "DEFAULT_PAGINATION_CLASS": "igot.kernel.api.pagination.Cursor",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["igot.kernel.api.throttling.PerCaller"],
    "NUM_PROXIES": PROXIES,
    "DEFAULT_THROTTLE_RATES": {"caller": "600/min", "anonymous": "60/min"},
    "DEFAULT_SCHEMA_CLASS": "igot.kernel.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "igot.kernel.api.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "igot",
    "DESCRIPTION": "Learning for a civil service: plans, courses, assessments, competencies.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "CompetencyKindEnum": "competencies.framework.models.Competency.Kind",
        "OrganisationKindEnum": "igot.organisations.models.Organisation.Kind",
        "PlanKindEnum": "capacity_plans.plans.models.Plan.Kind",
        "EnrolmentStateEnum": "courses.learning.models.Enrolment.State",
        "CertificateStateEnum": "courses.certificates.models.Certificate.State",
        "AssignmentStateEnum": "capacity_plans.plans.models.PlanAssignment.State",
        "AttemptStateEnum": "assessments.attempts.models.Attempt.State",
        "QuestionKindEnum": "assessments.bank.models.QuestionVersion.Kind",
        "CorrectionKindEnum": "assessments.bank.models.Correction.Kind",
        "CorrectionStateEnum": "assessments.bank.models.Correction.State",
        "ProposalStateEnum": "competencies.framework.models.Proposal.State",
        "PaperVersionStateEnum": "assessments.papers.models.PaperVersion.State",
        "ApprovalStateEnum": "igot.approvals.models.Request.State",
        "ApprovalStepStateEnum": "igot.approvals.models.Step.State",
        "ReleaseStateEnum": "courses.authoring.models.Release.State",
        "AssetKindEnum": "courses.authoring.models.Asset.Kind",
        "ResourceKindEnum": "courses.authoring.models.Resource.Kind",
        "PlanVersionStateEnum": "capacity_plans.plans.models.PlanVersion.State",
        "FrameworkStatusEnum": "competencies.framework.models.Status",
        "WorkOrderStateEnum": "competencies.positions.models.WorkOrder.State",
    },
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "accounts.ApiClient"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "plans:read": _("Read capacity building plans and assignments"),
        "learning:read": _("Read enrolments, completions and certificates"),
        "catalogue:read": _("Read the catalogue"),
        "assessments:read": _("Read question banks and papers, with their keys"),
        "competencies:read": _("Read competencies and attainments"),
        "organisations:read": _("Read the organisation tree"),
        "changes:read": _("Follow what changes"),
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "PKCE_REQUIRED": True,
    # RFC 9700, best current practice for OAuth 2.0: every part of it that the library offers.
    **{
        f"COMPLIANT_BCP_RFC9700_{part}": True
        for part in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
        )
    },
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "SCOPES_BACKEND_CLASS": "igot.accounts.authentication.ClientScopes",
}

# --- Safety --------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "frame-src": [SELF, CONTENT_ORIGIN],
        "object-src": [NONE],
        "worker-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
# How long a fact rests before followers of the API see it: longer than clocks of web servers and database may differ.
CHANGES_SETTLE_SECONDS = 5
UPLOAD_LIMITS_MB = {"video": 500, "audio": 100, "pdf": 50, "image": 5, "captions": 1, "sheet": 10}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "igot.kernel.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "how much is logged", "INFO")},
}
