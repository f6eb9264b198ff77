"""The portal's settings: one module, fed by the environment (docs/deployment.md lists every variable)."""

from os import environ
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / "var"
DATA_DIR = BASE_DIR / "data"

# --- What kind of run this is ---

ENVIRONMENT = environment.environment_name()
PRODUCTION = ENVIRONMENT == "production"
SECRET_KEY = environment.required("SECRET_KEY", "the secret that signs sessions and links")
DATABASE_URL = environment.required("DATABASE_URL", "the address of the PostgreSQL database")
# The role that owns the tables, for the few commands that need it (common.roles); nothing that runs knows its address.
OWNER_DATABASE_URL = environ.get("OWNER_DATABASE_URL", "")
REDIS_URL = environment.required("REDIS_URL", "the address of the Redis or Valkey server for jobs and the cache")
if PRODUCTION:
    environment.refuse_unsafe_production()
DEBUG = environment.switched_on("DEBUG") and not PRODUCTION
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = environment.listed("CSRF_TRUSTED_ORIGINS")

# Tests of what happens on another day write that day here; every process reads it (common.clock).
CLOCK_FILE = environ.get("CLOCK_FILE", "")

# Invented places and people, to be shown and tried out on; with them no production is more than a rehearsal.
EXAMPLES = environment.examples(ENVIRONMENT)
REHEARSAL = PRODUCTION and EXAMPLES

# --- What it is made of ---

INSTALLED_APPS = [
    "modeltranslation",
    "pgtrigger",
    "pghistory",
    "common",
    "accounts",
    "governance",
    "clusters",
    "collaboratives",
    "meetings",
    "indicators",
    "plans",
    "budgets",
    "portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tables2",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
if EXAMPLES:
    INSTALLED_APPS.append("examples")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "common.middleware.RequestIdentityMiddleware",
    "common.middleware.InputMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.languages.LanguageChoiceMiddleware",
    "common.middleware.PublicPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignedInMiddleware",
    "portal.middleware.WaitingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
# Threads of each web process, each with a connection to the database: those that do nothing but answer readers who
# have not signed in, and those for all else (config.door).
READING_THREADS = environment.whole_number("READING_THREADS", 2)
OTHER_THREADS = environment.whole_number("OTHER_THREADS", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.portal",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "common.context_processors.portal",
                "portal.context_processors.reader",
            ],
        },
    }
]

# --- Where it keeps things ---

DATABASES = {"default": environment.database(DATABASE_URL, environment.waits())}
OWNER_DATABASE = environment.owner(OWNER_DATABASE_URL, DATABASES["default"], environment.waits())
RUNNING_ROLE = DATABASES["default"]["USER"]
# The history of rows is only ever added to: a trigger on each of its tables refuses anything else.
# The triggers stand beside the models and are put up anew whenever tables change (common.triggers), so that a migration
# shows its columns.
PGTRIGGER_MIGRATIONS = False
PGHISTORY_APPEND_ONLY = True
CACHES = {
    "default": {
        "BACKEND": "common.caches.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    },
    # The same, for who must not wait (common.at_once).
    "at_once": {
        "BACKEND": "common.caches.ReadingCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- People ---

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = environment.password_hashers(ENVIRONMENT)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
CSRF_FAILURE_VIEW = "portal.views.stale_form"
# Names of addresses, not paths, so that each language has its own.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
# Sign-in ends after this long without a request, and in any case after a working day.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_WARN_SECONDS = SESSION_IDLE_SECONDS - 5 * 60
SESSION_WHOLE_SECONDS = SESSION_COOKIE_AGE = 8 * 60 * 60

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# The invitation was the proof that the address is theirs.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Nothing is sent to an address that nobody here has; the page says the same in either case.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
# The keys under which the secrets of second factors are kept, apart from the database (accounts.factor_secrets).
FACTOR_KEYS = environment.factor_keys()
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The provider through which people may sign in as well; none unless the environment names one.
IDENTITY_PROVIDER = environment.identity_provider()
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [IDENTITY_PROVIDER] if IDENTITY_PROVIDER else []}}
SOCIALACCOUNT_ADAPTER = "accounts.provider.ProviderAdapter"

# --- Mail: written to files where no server is named (accounts.outbox) ---

# Where people reach the portal, with scheme and host, for the links in mails.
PUBLIC_ADDRESS = environ.get("PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environ.get("MAIL_FROM", "Clwstwr <clwstwr@localhost>")
vars().update(environment.mail(environ.get("MAIL_FOLDER") or str(STATE_DIR / "mail"), leaves=not REHEARSAL))

# --- Languages: two equals, and never one silently in place of the other ---

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "framework"]
FORMAT_MODULE_PATH = ["common.formats"]
# Host names that stand for a language, such as `clwstwr.example=cy,clusters.example=en`.
LANGUAGE_HOSTS = environment.paired("LANGUAGE_HOSTS")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES: tuple[str, ...] = ()
MODELTRANSLATION_ENABLE_FALLBACKS = False
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Europe/London"

# --- Work that must not make a person wait ---

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
# Who sends a job does not wait for a queue that is away: the sweep sends it later.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3, "socket_timeout": 5}
CELERY_BEAT_SCHEDULER = "common.timetable:Timetable"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "common.tasks.sweep_jobs", "schedule": 30.0},
    "sweep-messages": {"task": "accounts.tasks.sweep_messages", "schedule": 30.0},
    "forget-what-is-over": {"task": "common.tasks.forget_what_is_over", "schedule": crontab(hour=3, minute=30)},
    "publish-plans": {"task": "plans.tasks.publish_due", "schedule": 30.0},
    "remind-of-plans": {"task": "plans.tasks.remind", "schedule": crontab(hour=7, minute=0)},
}

# --- Safety on the way to the reader ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # A form that is answered by sending its sender on must be allowed to go there as well.
        "form-action": [SELF, *environment.provider_origins()],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if environment.switched_on("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]

# --- What only the body that runs the portal can say: what is unset is not shown, and no production may lack it ---

PUBLISHER = environment.told("PUBLISHER")
CONTACT_EMAIL = environ.get("CONTACT_EMAIL", "")
STATISTICAL_STATUS = environment.told("STATISTICAL_STATUS")
COMPLIANCE_STATUS = environment.told("COMPLIANCE_STATUS")
ENFORCEMENT_TEXT = environment.told("ENFORCEMENT_TEXT")
STATEMENT_DATES = environment.told("STATEMENT_DATES")
PRIVACY_TEXT = environment.told("PRIVACY_TEXT")

# --- Logs ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "common.logs.RequestIdentityFilter"}},
    "formatters": {"json": {"()": "common.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
