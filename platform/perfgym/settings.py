"""One settings file, driven by the environment. docs/operators.md lists every PERFGYM_ variable."""

import os
import sys
from pathlib import Path

from perfgym.embedded import urls as server_urls

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent
LABS_DIR = Path(os.environ.get("PERFGYM_LABS_DIR", ROOT / "labs"))
APPS_DIR = Path(os.environ.get("PERFGYM_APPS_DIR", ROOT / "sandbox_apps"))

DEBUG = os.environ.get("PERFGYM_DEBUG") == "1"
SECRET_KEY = os.environ.get("PERFGYM_SECRET_KEY", "")  # no default: without one Django refuses to start
ALLOWED_HOSTS = os.environ.get("PERFGYM_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PERFGYM_ORIGINS", "").split(",") if origin]
SIGN_UP_OPEN = os.environ.get("PERFGYM_SIGNUP", "open") != "closed"
HTTPS = os.environ.get("PERFGYM_HTTPS") == "1"

DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://127.0.0.1/perfgym")
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
DATABASES = {"default": server_urls.django_database(DATABASE_URL)}
CACHES = {
    "default": {  # only tries to sign in are counted there: they must hold while Redis is away or emptied
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "drawn": {  # the charts of final runs, about 10 kB each, in each process of the site
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawn",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    "made": {  # pictures that stand beside links to portfolios, about 80 kB each, in each process of the site
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "made",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "perfgym.accounts",
    "perfgym.catalog",
    "perfgym.workspaces",
    "perfgym.runs",
    "perfgym.profiles",
    "perfgym.portfolio",
    "perfgym.progress",
    "perfgym.cohorts",
    "perfgym.sittings",
    "perfgym.sqlconsole",
    "perfgym.appview",
    "perfgym.web",
    "perfgym.console",
]

MIDDLEWARE = [
    "perfgym.web.headers.HeadersMiddleware",  # first, so that static files, redirects and refusals have them too
    "django.middleware.security.SecurityMiddleware",
    "perfgym.web.static_files.StaticFiles",
    "perfgym.web.packed.PackedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "perfgym.web.refusals.NoNulls",
]

ROOT_URLCONF = "perfgym.urls"
ASGI_APPLICATION = "perfgym.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "perfgym.web.context.site",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/labs/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "perfgym.accounts.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # see accounts/attempts.py; a class signs in from one address
    "login": "120/m/ip",
    "signup": "60/m/ip",
    "login_failed": "60/5m/ip,10/5m/key",
    "login_failed_first": "3/5m/key",
    "login_failed_name": "20/5m/key",
    "login_failed_known": "10/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PERFGYM_PROXIES") or HTTPS)

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("PERFGYM_STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None  # one machine serves from the package; an image collects first
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"  # the prefix: no other host can set it
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_FAILURE_VIEW = "perfgym.web.errors.expired"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 201  # an upload of 200 files is taken, one of 201 is told why not

LEASE_SECONDS = float(
    os.environ.get("PERFGYM_LEASE_SECONDS", "30")
)  # how long a worker that is not heard of keeps a run

SQL_SESSIONS = int(os.environ.get("PERFGYM_SQL_SESSIONS", "2"))  # of one worker at a time
SQL_STATEMENT_SECONDS = float(os.environ.get("PERFGYM_SQL_STATEMENT_SECONDS", "10"))
SQL_IDLE_SECONDS = float(os.environ.get("PERFGYM_SQL_IDLE_SECONDS", "600"))
SQL_TOTAL_SECONDS = float(os.environ.get("PERFGYM_SQL_TOTAL_SECONDS", "3600"))

APP_SESSIONS = int(os.environ.get("PERFGYM_APP_SESSIONS", "2"))  # of one worker at a time
APP_REQUEST_SECONDS = float(os.environ.get("PERFGYM_APP_REQUEST_SECONDS", "10"))
APP_IDLE_SECONDS = float(os.environ.get("PERFGYM_APP_IDLE_SECONDS", "300"))
APP_TOTAL_SECONDS = float(os.environ.get("PERFGYM_APP_TOTAL_SECONDS", "3600"))

CELERY_BROKER_URL = server_urls.celery_broker(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = os.environ.get("PERFGYM_QUEUE", "measure")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False  # the database, not the broker, knows what is unfinished
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 30, "socket_connect_timeout": 5, "health_check_interval": 10}
CELERY_TASK_PUBLISH_RETRY = False  # a bell that does not ring is rung again by the dispatcher

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"one line": {"()": "perfgym.web.logs.OneLine"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "line",
            "filters": ["one line"],
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("PERFGYM_LOG", "INFO")},
}
