"""Django's settings, derived from the operator's knobs in env.py. Policy of the agency is rows, not settings."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from firstpoint.project import env as knobs

# Each process reckons on one processor: texts are too short for more to help, and that would take the time of others.
# Said here because the arithmetic library asks for it when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

env = knobs.read()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = env.debug
DEMO = env.demo
SITE_URL = env.site_url
LIVE_URL = env.live_url
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = [env.site_url]
TRUSTED_PROXIES = env.trusted_proxies


def secret_key() -> str:
    """Return the operator's key; a demo without one uses the key that `firstpoint demo` keeps in the data folder."""
    kept = env.data_folder / "secret_key"
    if env.secret_key:
        return env.secret_key
    if kept.exists():
        return kept.read_text().strip()
    if env.debug:
        return "only-for-checks-and-builds-never-for-serving"
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, and keep it: links and codes are signed with it.")


SECRET_KEY = secret_key()

INSTALLED_APPS = [
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "firstpoint.core",
    "firstpoint.domain.people",
    "firstpoint.domain.catalogue",
    "firstpoint.domain.customers",
    "firstpoint.domain.knowledge",
    "firstpoint.domain.contacts",
    "firstpoint.domain.cases",
    "firstpoint.domain.routing",
    "firstpoint.domain.intake",
    "firstpoint.channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "firstpoint.project.middleware.SecurityHeaders",
    "firstpoint.project.middleware.SoundCookies",
    "firstpoint.project.middleware.OneRevision",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "firstpoint.project.middleware.SoundRequests",
]

ROOT_URLCONF = "firstpoint.project.urls"
WSGI_APPLICATION = "firstpoint.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            folder
            for floor in ("core", "doors", "channels")
            for folder in sorted(PACKAGE.glob(f"{floor}/**/templates"))
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "firstpoint.core.forms.rendering.FormRenderer"


def database(url: str) -> dict[str, Any]:
    """Return Django's entry for a PostgreSQL address, with a pool of connections in each process."""
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    # A pool waits twice as long after each attempt: it gives up soon, so that the next visitor starts it afresh.
    # Otherwise pages stay away for as long again as the database was.
    pool = {"min_size": 1, "max_size": env.database_pool_size, "timeout": 10, "reconnect_timeout": 4}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        # Statements that come again are parsed once for each connection, but planned for the values at hand: of a
        # million cases nearly all are closed, and a plan made for any state reads them all to find those that wait.
        "OPTIONS": {
            **parts,
            "options": f"-c plan_cache_mode=force_custom_plan {parts.get('options', '')}",
            "pool": pool,
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    }


DATABASES = {"default": database(env.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Fragments of pages that the revision of what is published is part of the key of.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# The tables of consequences, found by the journal through these paths.
REACTIONS = "firstpoint.project.reactions.REACTIONS"
LIVE_EVENTS = "firstpoint.project.reactions.LIVE_EVENTS"
PUBLISHING_EVENTS = "firstpoint.project.reactions.PUBLISHING_EVENTS"
# How a message looks where it arrives, for the preview at the desk.
AS_DELIVERED = "firstpoint.channels.previewing.as_delivered"
PROCRASTINATE_ON_APP_READY = "firstpoint.project.reactions.on_jobs_ready"
PROCRASTINATE_IMPORT_PATHS = ["firstpoint.project.upkeep"]

# Languages: the first plus every catalogue found under locale/. A third language is a folder there and data.
LANGUAGE_CODE = env.default_language
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGES = [
    (code, LANG_INFO.get(code, {}).get("name_local", code).capitalize())
    for code in sorted({"en", *(folder.name for folder in (PACKAGE / "locale").glob("*") if folder.is_dir())})
]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.time_zone

AUTH_USER_MODEL = "people.User"
# The address is unique in any case of letters, by a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:work"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "firstpoint.doors.desk.sign_in.StaffAccounts"
SOCIALACCOUNT_ADAPTER = "firstpoint.doors.desk.sign_in.StaffSingleSignOn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
# Links to choose a password are made where mail is sent, by Django's own generator.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# The library's own limits count in one process; the door's count in the database (doors/desk/sign_in.py).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "firstpoint.doors.desk.sign_in_forms.SignInForm",
    "reauthenticate": "firstpoint.doors.desk.sign_in_forms.PasswordAgainForm",
    "change_password": "firstpoint.doors.desk.sign_in_forms.ChangePasswordForm",
    "reset_password": "firstpoint.doors.desk.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "firstpoint.doors.desk.sign_in_forms.ChoosePasswordForm",
    "user_token": "firstpoint.doors.desk.sign_in_forms.LinkForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.trusted_proxies
MFA_ADAPTER = "firstpoint.doors.desk.sign_in.StaffSecondFactor"
MFA_FORMS = {
    "authenticate": "firstpoint.doors.desk.sign_in_forms.CodeForm",
    "reauthenticate": "firstpoint.doors.desk.sign_in_forms.CodeAgainForm",
    "activate_totp": "firstpoint.doors.desk.sign_in_forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Firstpoint"
# One step of thirty seconds either way, as RFC 6238 recommends for clocks that differ.
MFA_TOTP_TOLERANCE = 1
# Addresses come from an administrator, who vouches for them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A form posted here could not be redirected to the agency's sign-in under the content security policy: a link can.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "agency",
                "name": "Agency sign-in",
                "client_id": env.oidc_client_id,
                "secret": env.oidc_client_secret,
                "settings": {"server_url": env.oidc_server_url},
            }
        ]
        if env.oidc_server_url
        else []
    }
}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.https_only
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if env.https_only else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "firstpoint.project.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

STATIC_URL = "static/"
STATIC_ROOT = env.data_folder / "static"
STATICFILES_DIRS = [PACKAGE / "static"]


def file_store(url: str) -> dict[str, Any]:
    """Return Django's entry for the files' home: `database:`, or s3://key:secret@host/bucket (S3-compatible)."""
    if url == "database:":
        return {"BACKEND": "firstpoint.core.database.files.DatabaseStorage"}
    parts = urlsplit(url)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"https://{parts.hostname}",
            "bucket_name": parts.path.strip("/"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


STORAGES = {
    "default": file_store(env.file_store_url),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 365 * 24 * 60 * 60 if not DEBUG else 0


def mail(url: str) -> dict[str, Any]:
    """Return Django's mail settings for `demo:` or smtp[s]://user:password@host:port (smtps is TLS from the start)."""
    if url == "demo:":
        return {"EMAIL_BACKEND": "firstpoint.channels.email.fake.DemoMail"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }


globals().update(mail(env.email_url))
DEFAULT_FROM_EMAIL = env.email_from
SMS_URL = env.sms_url
SEARCH_SEMANTIC = env.search_semantic

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masking": {"()": "firstpoint.core.masking.PersonalDataFilter"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["masking"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.log_level},
    # What it registers at every start is no news.
    "loggers": {name: {"level": "WARNING"} for name in ("procrastinate.blueprints", "procrastinate.periodic")},
}
