"""The one settings file. What may differ per installation is read from the environment, typed."""

import os
from pathlib import Path

from loopplank.config import logs
from loopplank.config.environment import BadSetting, Environment

SOURCE = Path(__file__).resolve().parent.parent
PROJECT = SOURCE.parent.parent

env = Environment(os.environ)
MODE = env.choice("MODE", ("demo", "real", "test"), "real", "demo shows accounts and outbox")
DATA_DIR = env.path("DATA_DIR", PROJECT / "var", "database, secret key and backups live here")
ORIGIN = env.origin("ORIGIN", "http://localhost:8000", "what people see")
LOG_FORMAT = env.choice(
    "LOG_FORMAT", ("text", "json"), "text", "text for people, json for machines"
)
_DATABASE = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / MODE}.sqlite3", "the store")
SECRET_FILE = env.path("SECRET_FILE", DATA_DIR / "secret-key", "made on the first start, 0600")
SECRET_KEY = env.text("SECRET_KEY", "", "given here, or read from SECRET_FILE")
STATIC_DIR = env.path("STATIC_DIR", PROJECT / "build" / "static", "collected files")
PROXY = env.choice("BEHIND_PROXY", ("no", "yes"), "no", "a proxy in front sets X-Forwarded-Proto")
_MAIL = env.mail(
    "MAIL", "the server that takes our mail", "MAIL_FROM", "the address that it comes from"
)
SMS = env.sms(
    "SMS",
    "the gateway that takes text messages",
    "what the gateway knows us by",
    "whether it honours Idempotency-Key",
)
PLANNER = env.planner("PLANNER", "local", "local processes, or a Dask cluster: dask://host:8786")
env.refuse_unknown()

if not SECRET_KEY:
    try:
        SECRET_KEY = SECRET_FILE.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if MODE != "test":
            raise BadSetting(
                f"there is no secret key: run `make run` once, or write 64 random characters to"
                f" {SECRET_FILE} (mode 0600)"
            ) from None
        SECRET_KEY = "tests-sign-nothing-real-0123456789-abcdefghijklmnopqrstuvwxyz"  # noqa: S105  in view

DEBUG = False
HTTPS = ORIGIN.startswith("https://")
# a browser takes such a cookie from this very host only, over https, for the whole site
COOKIE_PREFIX = "__Host-" if HTTPS else ""
ALLOWED_HOSTS = [ORIGIN.split("//")[1].rsplit(":", 1)[0], "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "loopplank.store",
    "loopplank.web",
    "loopplank.jobs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]
MIDDLEWARE = [
    # before everything that looks at a request
    "loopplank.web.kit.input_door.CleanInput",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # pages in a quarter of their size, for a telephone on a slow line; safe with a form in them, as
    # the CSRF token is masked anew and the length varies by chance on every answer (BREACH)
    "django.middleware.gzip.GZipMiddleware",
    "loopplank.web.kit.headers.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "loopplank.web.account.session_end.EndIdleSessions",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "loopplank.config.urls"
WSGI_APPLICATION = "loopplank.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "loopplank.web.account.opened_as.form_marks",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "loopplank.web.templatetags.marks",
            ],
        },
    }
]

DATABASES = {"default": {**_DATABASE, "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "store.Account"

# --- language and time ------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}loopplank_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS

# --- safety ---------------------------------------------------------------------------
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}loopplank_session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
# in a cookie and never in the session: a template then shows them without asking the database
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}loopplank_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "loopplank.web.kit.views.form_too_old"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites learn nothing. With "no-referrer" a browser also hides the origin of our own forms
# (`Origin: null`), and Django then refuses every one of them; the page that sees a token sets it.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY == "yes" else None
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- signing in: allauth, with a second step ---------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "loopplank.web.account.adapter.SignIn"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "loopplank.web.account.forms.LoginForm",
    "reauthenticate": "loopplank.web.account.forms.ReauthenticateForm",
    "change_password": "loopplank.web.account.forms.ChangePasswordForm",
}
# guesses are counted in the database, which workers share and a restart keeps: web.account.guesses
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
# behind a proxy every visitor has its address: the limits count the one that it passes on
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PROXY == "yes" else 0
MFA_ADAPTER = "loopplank.web.account.adapter.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "loopplank.web.account.forms.AuthenticateForm",
    "reauthenticate": "loopplank.web.account.forms.ReauthenticateByCodeForm",
    "activate_totp": "loopplank.web.account.forms.ActivateAppForm",
    "add_webauthn": "loopplank.web.account.forms.AddKeyForm",
    "edit_webauthn": "loopplank.web.account.forms.RenameKeyForm",
}
MFA_TOTP_ISSUER = "Loopplank"
# one step of thirty seconds either way: a telephone whose clock is not quite right still works
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = False
# addresses are of colleagues who were invited; nothing is ever sent to them to verify
MFA_ALLOW_UNVERIFIED_EMAIL = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/vandaag/"

# --- what leaves by itself: by mail and by text message, each when it is set up ------------
SENDS_SMS = bool(SMS.kind)
SENDS_MAIL = bool(_MAIL.host)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.tls, _MAIL.starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = _MAIL.sender

# --- files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = STATIC_DIR
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"

LOGGING = logs.settings(LOG_FORMAT)
SILENCED_SYSTEM_CHECKS: list[str] = []
