"""Settings of a Bahtera site, read from the environment (see docs/reference/settings.md)."""

import os
from pathlib import Path

from bahtera.config.env import Environment
from bahtera.config.headers import file_headers

env = Environment(os.environ)

# --- where things are -------------------------------------------------------------------------------------
SOURCE = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("BAHTERA_DATA_DIR", SOURCE.parent.parent / "var")
BLOBS_DIR = DATA_DIR / "blobs"
SIGNING_KEY_FILE = DATA_DIR / "keys" / "signing.key"
AUDIT_KEY_FILE = DATA_DIR / "keys" / "audit.key"
AUDIT_DIR = DATA_DIR / "audit"
KEYRING_FILE = Path(env.text("BAHTERA_KEYRING_FILE", str(DATA_DIR / "keys" / "keyring.json"))).resolve()

# --- safety -----------------------------------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.secret("BAHTERA_SECRET_KEY", DATA_DIR / "keys" / "secret.key")
PUBLIC_URL = env.address("BAHTERA_PUBLIC_URL", "http://localhost:8000")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("BAHTERA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# A proxy of ours says in this header that the visitor came by https; from anybody else it proves nothing.
TRUST_PROXY = env.flag("BAHTERA_TRUST_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# The prefix lets browsers refuse a cookie of the same name from a neighbour under the same domain.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_HOURS = env.number("BAHTERA_SESSION_HOURS", 12)
SESSION_IDLE_MINUTES = env.number("BAHTERA_SESSION_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []  # access.rules.passwords decides
# Only `bahtera run` sets it, for its synthetic province: the codes of its accounts are then shown to anybody.
DEMONSTRATION = env.flag("BAHTERA_DEMONSTRATION", default=False)
MFA_ADAPTER = "bahtera.config.second_factor.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 10
# Signing in through an identity provider of the government; without an issuer there is none.
OIDC_ISSUER = env.text("BAHTERA_OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.text("BAHTERA_OIDC_CLIENT_ID", None if OIDC_ISSUER else "")
OIDC_CLIENT_SECRET = env.text("BAHTERA_OIDC_CLIENT_SECRET", None if OIDC_ISSUER else "")
OIDC_NAME = env.text("BAHTERA_OIDC_NAME", "INApas")
OIDC_CLAIM = env.text_but("BAHTERA_OIDC_CLAIM", "sub", refused=("email", "name", "preferred_username"))
OIDC_SECOND_FACTORS = env.words("BAHTERA_OIDC_SECOND_FACTORS", "")
# Asking a gateway of the civil registry whether a NIK belongs to a name; without an address nobody is asked.
IDENTITY_CHECK_ADDRESS = env.text("BAHTERA_IDENTITY_CHECK_ADDRESS", "")
IDENTITY_CHECK_TOKEN = env.text("BAHTERA_IDENTITY_CHECK_TOKEN", None if IDENTITY_CHECK_ADDRESS else "")
IDENTITY_CHECK_SECONDS = env.number("BAHTERA_IDENTITY_CHECK_SECONDS", 5)
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:home"
# Submissions carry photos; the receiving door bounds and streams its own bodies.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- parts ------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",  # the second factors stand on its models; none of its pages are used
    "allauth.socialaccount",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "bahtera.foundation",
    "bahtera.areas",
    "bahtera.access",
    "bahtera.deadlines",
    "bahtera.privacy",
    "bahtera.notices",
    "bahtera.confided",
    "bahtera.questionnaires",
    "bahtera.families",
    "bahtera.surveys",
    "bahtera.samples",
    "bahtera.keying",
    "bahtera.results",
    "bahtera.releases",
    "bahtera.reports",
    "bahtera.checks",
    "bahtera.context",
    "bahtera.needs",
    "bahtera.directory",
    "bahtera.clients",
    "bahtera.groups",
    "bahtera.referrals",
    "bahtera.counselling",
    "bahtera.actions",
    "bahtera.documents",
    "bahtera.publishing",
    "bahtera.web",
    "bahtera.config",
]
MIDDLEWARE = [
    *(["bahtera.config.proxied.visitors_address"] if TRUST_PROXY else []),
    "bahtera.config.headers.security_headers",
    "bahtera.config.middleware.fast_lane",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "bahtera.config.middleware.domain_errors",
]
ROOT_URLCONF = "bahtera.config.urls"
WSGI_APPLICATION = "bahtera.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("BAHTERA_DATABASE_URL", DATA_DIR / "bahtera.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASK_BACKENDS = ("django_tasks_db.DatabaseBackend", "django_tasks.backends.immediate.ImmediateBackend")
TASKS = {
    "default": {
        "BACKEND": env.choice("BAHTERA_TASKS_BACKEND", TASK_BACKENDS[0], TASK_BACKENDS),
        "QUEUES": ["default"],
    },
}

# --- language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files the browser fetches ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None  # files are found in the packages; nothing is collected
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# The kader's app lies at /app/.
WHITENOISE_ROOT = SOURCE / "http" / "built"
WHITENOISE_INDEX_FILE = True
WHITENOISE_ADD_HEADERS_FUNCTION = file_headers
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/(static/built|app)/.+-[\w-]{8,}\.\w+$"

# --- e-mail: a letter a day for who wants one; without a server none -----------------------------------------
EMAIL_HOST = env.text("BAHTERA_EMAIL_HOST", "")
EMAIL_PORT = env.number("BAHTERA_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("BAHTERA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("BAHTERA_EMAIL_PASSWORD", None if EMAIL_HOST_USER else "")
_ENCRYPTED = env.choice("BAHTERA_EMAIL_ENCRYPTION", "starttls", ("starttls", "tls", "none"))
EMAIL_USE_TLS, EMAIL_USE_SSL = _ENCRYPTED == "starttls", _ENCRYPTED == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("BAHTERA_EMAIL_FROM", None if EMAIL_HOST else "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# --- what is written to the log ---------------------------------------------------------------------------
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "bahtera.config.logs.HideTokens"}},
    "formatters": {
        "plain": {
            "()": "bahtera.config.logs.UtcFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_tokens"]},
    },
    "root": {"handlers": ["console"], "level": env.choice("BAHTERA_LOG_LEVEL", "INFO", LOG_LEVELS)},
    "loggers": {
        # Django's own would mail whole requests to administrators.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "propagate": False},
        # It would log which passkey was used.
        "fido2": {"level": "WARNING"},
    },
}

env.finish()
