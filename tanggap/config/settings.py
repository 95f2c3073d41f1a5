"""Django's settings, made from the operator's few choices in `environment`."""

import sys
from pathlib import Path

import environ

from tanggap.base.http import DoorRules, take_rules_from
from tanggap.config.environment import BadSetting, read_environment
from tanggap.config.proxies import read_networks

try:
    ENV = read_environment()
    _databases = {
        "default": environ.Env.db_url_config(ENV.database_url or f"sqlite:///{ENV.data_dir.resolve()}/tanggap.sqlite3")
    }
except BadSetting as error:
    sys.exit(f"tanggap: {error}")

ROOT = Path(__file__).resolve().parent.parent
BASE_URL = ENV.base_url
PUBLIC_HOST = ENV.host
DATA_DIR = ENV.data_dir
GOVERNMENT = ENV.name
RULES = ENV.rules
MASTER_KEY = ENV.master_key
ALLOW_PRIVATE_HOSTS = ENV.allow_private_hosts
EXTRA_CA = ""

# Without a key of its own an installation may run commands such as `init`, but never serve (see `commands.serve`).
SECRET_KEY = ENV.secret_key or "only-for-init"
DEBUG = ENV.debug
# Pages resolve by host themselves (an agency may have domains of its own), so an unknown host is an unknown page.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
# Who a proxy says is asking, and the scheme: `proxies` decides before Django looks.
TRUSTED_PROXIES = read_networks(ENV.trusted_proxies)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "tanggap.records",
    "tanggap.people",
    "tanggap.rules",
    "tanggap.files",
    "tanggap.registry",
    "tanggap.channels",
    "tanggap.threads",
    "tanggap.inbox",
    "tanggap.outbox",
    "tanggap.cases",
    "tanggap.publishing",
    "tanggap.metrics",
    "tanggap.web",
    "tanggap.federation",
]

MIDDLEWARE = [
    "tanggap.config.doors.straight_to_the_door",
    "tanggap.web.kept.keep_pages",
    "django.middleware.security.SecurityMiddleware",
    "tanggap.web.packing.pack_files",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tanggap.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tanggap.web.middleware.page_headers",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tanggap.config.urls"
WSGI_APPLICATION = "tanggap.config.wsgi.application"
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
                "tanggap.web.context.government",
            ],
            "builtins": ["tanggap.web.templatetags.tanggap"],
        },
    }
]

DATABASES = _databases
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = not SQLITE
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # A write never begins as a read that must be upgraded, which SQLite would refuse at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: with NORMAL a power loss takes everything since the last WAL checkpoint.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
        # Little cache, since each thread has a connection of its own; a worker gained nothing by more.
        " PRAGMA cache_size=-4000; PRAGMA journal_size_limit=67108864",
    }
else:
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    DATABASES["default"]["OPTIONS"] = {"prepare_threshold": None, "application_name": "tanggap"}
# The listener and the sequencer may need to reach the database without a pooler between.
DATABASE_DIRECT_URL = ENV.database_direct_url or ENV.database_url

CACHES = {
    "default": environ.Env.cache_url_config(ENV.cache_url)
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Names are read in any case, so they are counted in one.
AXES_USERNAME_CALLABLE = "tanggap.web.public.signing_in.counted_name"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "tanggap.web.public.signing_in.locked_out"

LANGUAGE_CODE = ENV.language
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "web" / "desk" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
MEDIA_ROOT = DATA_DIR / "files"
MEDIA_URL = "/files/"
# Whatever the umask is: the storage would open its files to everybody.
FILE_UPLOAD_PERMISSIONS = 0o600
# Serve the package's own files straight from their finders: no collected copy that could be stale.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 86400
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

_mail = environ.Env.email_url_config(ENV.email_url) if ENV.email_url else {}
EMAIL_BACKEND = _mail.get("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or str(DATA_DIR / "mail")
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _mail.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from or f"tanggap@{ENV.host.split(':')[0]}"

_secure = ENV.scheme == "https"
SESSION_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tanggap.web.public.errors.stale"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

LOGGING_CONFIG = None
SILENCED_SYSTEM_CHECKS = ["axes.W003"]


def _door_rules() -> DoorRules:
    # Read at each call, so that a test may turn a setting.
    from django.conf import settings

    return DoorRules(settings.ALLOW_PRIVATE_HOSTS, settings.EXTRA_CA, f"Tanggap (+{settings.BASE_URL})")


take_rules_from(_door_rules)
