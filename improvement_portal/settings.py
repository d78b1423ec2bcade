"""Every setting of the portal, from the environment (or `.env`). `.env.example` says what may be set."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

from improvement_portal.patience import patient
from improvement_portal.unconfigured import why_unconfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file() and not os.environ.get("PORTAL_IGNORE_DOTENV"):
    environ.Env.read_env(BASE_DIR / ".env")
VAR = Path(env("VAR", default=str(BASE_DIR / "var")))

PORTAL_MODE: str = env("PORTAL_MODE", default="production")
PRODUCTION, DEMO, TEST = (mode == PORTAL_MODE for mode in ("production", "demo", "test"))
DEBUG = False

SECRET_KEY: str = env("SECRET_KEY", default="" if PRODUCTION else f"not a secret, for {PORTAL_MODE} only" * 2)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
_HERE = ["localhost", "127.0.0.1", "[::1]", *(["testserver"] if TEST else [])]
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else _HERE)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
_ADDRESS = f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}" if PRODUCTION else "http://127.0.0.1:8000"
PORTAL_ADDRESS: str = env("PORTAL_ADDRESS", default=_ADDRESS).rstrip("/")  # in mail and calendars

# --- Database: two roles. The serving role owns nothing; the owner migrates, loads, backs up and disposes.
DATABASE_URL: str = env("DATABASE_URL", default="")
DATABASE_OWNER_URL: str = env("DATABASE_OWNER_URL", default="")
DATABASE_ROLE: str = env("PORTAL_DATABASE_ROLE", default="serving")
EMBEDDED_DATABASE = not PRODUCTION and not (DATABASE_URL and DATABASE_OWNER_URL)
SERVING_ROLE = "portal_web" if EMBEDDED_DATABASE else unquote(urlsplit(DATABASE_URL).username or "")


def _database(role: str) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "CONN_MAX_AGE": 0 if TEST else env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
    if EMBEDDED_DATABASE:
        return kept | {
            "ENGINE": "improvement_portal.database",
            "NAME": "portal",
            "USER": "portal_owner" if role == "owner" else SERVING_ROLE,
            "EMBEDDED": {"folder": VAR / ("postgres-test" if TEST else "postgres"), "durable": not TEST},
            "OPTIONS": patient(role, {}, in_tests=TEST),
        }
    url = DATABASE_OWNER_URL if role == "owner" else DATABASE_URL
    if not url:
        return {}
    named: dict[str, Any] = env.db_url_config(url)
    return kept | named | {"OPTIONS": patient(role, named.get("OPTIONS", {}), in_tests=TEST)}


DATABASES = {"default": _database(DATABASE_ROLE)}
OWNER_DATABASE = _database("owner")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The cache holds the limits of attempts. Past MAX_ENTRIES Django throws out whatever sorts first, over or not; as it
# deletes what is over before that, so many can only be reached by as many attempts within five minutes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
UNCONFIGURED = why_unconfigured(globals(), [_database("serving"), OWNER_DATABASE])

# --- The parts
AUTH_USER_MODEL = "schools.Person"
INSTALLED_APPS = [
    "improvement_portal",
    "discussions",
    "schools",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "schools.middleware.ReadsUtf8",
    "allauth.account.middleware.AccountMiddleware",
    "schools.middleware.SignInRequired",
    "schools.middleware.ActingRole",
    "schools.middleware.PolicyGate",
    "schools.middleware.GivesBackTyping",
    "schools.when_it_goes.SaysWhenMailGoes",
    "schools.middleware.SaysBusy",
]
ROOT_URLCONF = "improvement_portal.urls"
WSGI_APPLICATION = "improvement_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["schools.templatetags.shortened"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "schools.context.portal",
                *(["improvement_portal.demo_entry.context.demo"] if DEMO else []),
            ],
        },
    },
]
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_ALLOWED_TEMPLATE_PACKS = "portal"
CRISPY_FAIL_SILENTLY = False

# --- Languages
LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "improvement_portal" / "locale"]
FORMAT_MODULE_PATH = "improvement_portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_COOKIE_NAME = "portal_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# --- Sign-in: one password path (allauth), by invitation only
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique, by a constraint on their lower case
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "schools.people.passwords.NotTheOwnName"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "schools.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "schools.people.forms.SignInForm",
    "signup": "schools.people.forms.SignUpForm",
    "reset_password": "schools.people.forms.AskResetForm",
    "reset_password_from_key": "schools.people.forms.NewPasswordForm",
    "change_password": "schools.people.forms.ChangePasswordForm",
    "reauthenticate": "schools.people.forms.ReauthenticateForm",
    "user_token": "schools.people.forms.UserTokenForm",
}
# Every password is set behind a link that was sent to the person's mailbox: nothing is left to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A council or a school stands behind one address: what is counted by address leaves room for a morning on which all
# sign in at once, and for many who mistype. Guessing at one account from one address ends after five.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/5m/ip,5/5m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# --- Cookies and headers
TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "improvement_portal.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "schools.kept_typing.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 60 * 60) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# --- Mail and background work
_MAIL = {"production": "smtp://localhost:25", "demo": "filemail://", "test": "memorymail://"}
_mail: dict[str, Any] = env.email_url("EMAIL_URL", default=_MAIL.get(PORTAL_MODE, "memorymail://"))
EMAIL_BACKEND: str = _mail["EMAIL_BACKEND"]
EMAIL_HOST: str = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT: int = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER: str = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD: str = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS: bool = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL: bool = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = str(VAR / "mail")
DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="Improvement Portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
_TASKS = "django_tasks.backends.immediate.ImmediateBackend" if TEST else "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": _TASKS, "QUEUES": ["default", "slow", "outside"]}}
# slow: what takes minutes; outside: what waits for servers of others

# --- Whom to ask: shown on the help, privacy and accessibility pages
CONTACT: dict[str, str] = {
    "name_cy": env("CONTACT_NAME_CY", default=""),
    "name_en": env("CONTACT_NAME_EN", default=""),
    "email": env("CONTACT_EMAIL", default=""),
    "phone": env("CONTACT_PHONE", default=""),
    "data_protection_email": env("DATA_PROTECTION_EMAIL", default=""),
}

# --- Static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / "portal", BASE_DIR / "static" / "dist"]
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
WHITENOISE_USE_FINDERS = TEST

# --- Files that people send in: private, given out by the portal alone; on disk, or in an S3-compatible store
MEDIA_ROOT = VAR / "files"
S3: dict[str, str] = {
    "bucket_name": env("S3_BUCKET", default=""),
    "endpoint_url": env("S3_ENDPOINT_URL", default=""),
    "region_name": env("S3_REGION", default=""),
    "access_key": env("S3_ACCESS_KEY", default=""),
    "secret_key": env("S3_SECRET_KEY", default=""),
}
CLAMD_URL: str = env("CLAMD_URL", default="")


def _files() -> dict[str, Any]:
    if S3["bucket_name"]:
        given = {name: value for name, value in S3.items() if value}
        options = {"file_overwrite": False, "querystring_auth": True, "signature_version": "s3v4"}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": given | options}
    if TEST:
        return {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    private = {"location": str(MEDIA_ROOT), "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": private}


STORAGES = {"default": _files(), "staticfiles": {"BACKEND": _PLAIN if TEST else _HASHED}}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "schools.uploads.streaming.BoundedUpload",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 3  # a form of the portal sends one

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "without_secrets": {"()": "improvement_portal.logs.WithoutSecrets"},
        "refusals_in_one_line": {"()": "improvement_portal.logs.RefusalsInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets", "refusals_in_one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING" if TEST else "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"propagate": True, "handlers": []}},
}
