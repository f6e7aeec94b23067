"""Django's settings, all taken from `makeready.config`."""

from __future__ import annotations

from typing import Any

from makeready.config import config
from makeready.office.site.database import database_settings

_config = config()

SECRET_KEY = _config.secret_key
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
ROOT_URLCONF = "makeready.office.site.urls"
APPEND_SLASH = False

ROOMS = ["accounts", "connections", "storage", "history", "designs", "pipelines", "storefronts", "products", "orders",
         "projects", "intake", "jobs", "delivery", "webhooks", "api"]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"makeready.office.{room}" for room in ROOMS),
    "makeready.office.panel",
]

DATABASES: dict[str, dict[str, Any]] = {"default": database_settings(_config.database)}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "makeready.office.panel.content_policy.ContentPolicy",
    "makeready.office.panel.compression.CompressText",
    "makeready.office.api.border.api_border",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "makeready.office.panel.static_files.HashedAddresses"},
}
CSRF_FAILURE_VIEW = "makeready.office.panel.refusals.form_expired"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = (
    _config.base_url.startswith("https://") or not _config.allow_insecure_cookies
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [_config.base_url] if _config.base_url.startswith("http") else []

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": _config.log_level},
    "loggers": {
        "dbos": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "paramiko": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "pyvips": {"level": "WARNING"},
        "uvicorn": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # refusals are told, with an id, by api.problems and panel.refusals
    },
}
