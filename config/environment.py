"""Reads the environment, and refuses what must not be with a sentence that says which."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language
from psycopg.conninfo import conninfo_to_dict

from common.told import TOLD_BY_THE_PUBLISHER

ENVIRONMENTS = ("production", "development", "test")
SHORTEST_SECRET = 50
WEB = "web"
# A database that vanished from the network is given up within a minute, also while it is waited for.
ON_A_SILENT_LINE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
A_KEY = re.compile("[0-9a-f]{64}")
# How the way to the mail server is kept secret, with the port that is usual for it.
MAIL_SECURITY = {"starttls": 587, "tls": 465, "none": 25}
PROVIDER_VARIABLES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME_EN", "OIDC_NAME_CY")


def environment_name(variables: Mapping[str, str] = os.environ) -> str:
    """Return which kind of run this is; production unless something says otherwise."""
    name = variables.get("ENVIRONMENT", "production")
    if name not in ENVIRONMENTS:
        raise ImproperlyConfigured(f"ENVIRONMENT is {name!r}; it must be one of {', '.join(ENVIRONMENTS)}.")
    return name


def required(name: str, purpose: str, variables: Mapping[str, str] = os.environ) -> str:
    """Return a variable that the portal cannot start without."""
    value = variables.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set: it is {purpose}. On your own machine, script/server sets it for you."
        )
    return value


def factor_keys(variables: Mapping[str, str] = os.environ) -> list[str]:
    """Return the keys under which the secrets of second factors are kept: the first encrypts, each of them decrypts."""
    required("FACTOR_KEYS", "the key that encrypts the secrets of second factors", variables)
    keys = listed("FACTOR_KEYS", variables)
    if not all(A_KEY.fullmatch(key) for key in keys):
        raise ImproperlyConfigured("FACTOR_KEYS holds what is no key: each is 64 hexadecimal digits, 32 random bytes.")
    return keys


def password_hashers(name: str) -> list[str]:
    """Return Django's own way of keeping passwords; tests, which set hundreds, take one that costs no time."""
    return ["django.contrib.auth.hashers.MD5PasswordHasher"] if name == "test" else global_settings.PASSWORD_HASHERS


def listed(name: str, variables: Mapping[str, str] = os.environ) -> list[str]:
    """Return a comma-separated variable as a list without empty parts."""
    return [part.strip() for part in variables.get(name, "").split(",") if part.strip()]


def told(name: str, variables: Mapping[str, str] = os.environ) -> Promise:
    """Return what the publisher says, in the reader's language: NAME_EN and NAME_CY, or NAME where both are alike."""
    texts = {code: variables.get(f"{name}_{code.upper()}", "") or variables.get(name, "") for code in ("en", "cy")}
    return lazystr(_Told(texts))


class _Told:
    """A text that is read in the language of the moment at which it is shown."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def __str__(self) -> str:
        return self.texts["cy" if get_language() == "cy" else "en"]


def whole_number(name: str, otherwise: int, variables: Mapping[str, str] = os.environ) -> int:
    """Return a variable that is a number from 1 on."""
    value = variables.get(name, "") or str(otherwise)
    if not value.isascii() or not value.isdecimal() or not 0 < int(value) < 1_000_000:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from 1 on.")
    return int(value)


def switched_on(name: str, variables: Mapping[str, str] = os.environ) -> bool:
    return variables.get(name, "").lower() in {"1", "true", "yes", "on"}


def paired(name: str, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return `a=b,c=d` as a dictionary."""
    pairs = (part.partition("=") for part in listed(name, variables))
    return {key.strip(): value.strip() for key, _, value in pairs}


@dataclass(frozen=True)
class Waits:
    """How many seconds are waited for the database: until it lets in, ends a statement, gives a lock."""

    connect: int
    statement: int
    lock: int


def waits(variables: Mapping[str, str] = os.environ) -> Waits:
    """Return short waits for the web server, which says that it is one (config.wsgi), and long ones for all else.

    Loads, migrations and the worker may take their time; a reader's thread may not.
    """
    kind, statement, lock = ("", 30, 10) if variables.get("PROCESS") == WEB else ("LONG_", 3600, 30)
    return Waits(
        whole_number("DATABASE_CONNECT_SECONDS", 5, variables),
        whole_number(f"DATABASE_{kind}STATEMENT_SECONDS", statement, variables),
        whole_number(f"DATABASE_{kind}LOCK_SECONDS", lock, variables),
    )


def database(address: str, waits: Waits) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL address (any form that libpq takes); what that says goes before."""
    parts: dict[str, Any] = {**ON_A_SILENT_LINE, "connect_timeout": waits.connect, **conninfo_to_dict(address)}
    limits = f"-c statement_timeout={waits.statement}s -c lock_timeout={waits.lock}s"
    parts["options"] = f"{limits} {parts.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": {**parts, "client_encoding": "UTF8"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def owner(address: str, running: Mapping[str, Any], waits: Waits) -> dict[str, Any] | None:
    """Return Django's settings for the owner of the same database, None where none is named."""
    if not address:
        return None
    found = database(address, waits)
    if found["USER"] == running["USER"]:
        raise ImproperlyConfigured(
            "DATABASE_URL and OWNER_DATABASE_URL name the same role: what runs the portal must not own its tables."
        )
    if found["NAME"] != running["NAME"]:
        raise ImproperlyConfigured(
            f"DATABASE_URL names the database {running['NAME']!r} and OWNER_DATABASE_URL {found['NAME']!r}."
        )
    return found


def broker(address: str) -> str:
    """Return a Redis address in the form that Celery's transport takes (it spells sockets its own way)."""
    if not address.startswith("unix://"):
        return address
    path, _, query = address.removeprefix("unix://").partition("?")
    number = query.removeprefix("db=") or "0"
    return f"redis+socket://{path}?virtual_host={number}"


def examples(name: str, variables: Mapping[str, str] = os.environ) -> bool:
    """Return whether invented places and people are there: everywhere but in production, where `EXAMPLES=on` asks."""
    return name != "production" or switched_on("EXAMPLES", variables)


def mail(folder: str, variables: Mapping[str, str] = os.environ, *, leaves: bool = True) -> dict[str, Any]:
    """Return Django's settings for mail: a server where one is named, else, and where no mail leaves, a folder."""
    host = variables.get("MAIL_HOST", "") if leaves else ""
    if not host:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    security = variables.get("MAIL_SECURITY", "starttls")
    if security not in MAIL_SECURITY:
        raise ImproperlyConfigured(f"MAIL_SECURITY is {security!r}; it must be one of {', '.join(MAIL_SECURITY)}.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": int(variables.get("MAIL_PORT", "") or MAIL_SECURITY[security]),
        "EMAIL_HOST_USER": variables.get("MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": variables.get("MAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 30,
    }


def identity_provider(variables: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the OpenID Connect provider as django-allauth takes it; empty where no variable names one."""
    issuer, client, secret, *names = (variables.get(name, "") for name in PROVIDER_VARIABLES)
    missing = [name for name in PROVIDER_VARIABLES if not variables.get(name)]
    if len(missing) == len(PROVIDER_VARIABLES):
        return {}
    if missing:
        raise ImproperlyConfigured(f"Signing in through a provider needs {', '.join(missing)} as well.")
    details = {
        "server_url": issuer.rstrip("/"),
        "names": dict(zip(("en", "cy"), names, strict=True)),
        "verified_claim": variables.get("OIDC_VERIFIED_CLAIM", "") or "email_verified",
        "scope": ["openid", "email"],
        "oauth_pkce_enabled": True,
        "fetch_userinfo": False,
    }
    return {"provider_id": "provider", "name": names[0], "client_id": client, "secret": secret, "settings": details}


def provider_origins(variables: Mapping[str, str] = os.environ) -> list[str]:
    """Return where a browser is sent to sign in: the origin of the provider, and those that it names besides."""
    issuer = urlsplit(variables.get("OIDC_ISSUER", ""))
    own = [f"{issuer.scheme}://{issuer.netloc}"] if issuer.netloc else []
    return own + listed("OIDC_ORIGINS", variables)


def refuse_unsafe_production(variables: Mapping[str, str] = os.environ) -> None:
    """Raise with one sentence for each thing that makes a production start unsafe."""
    faults = [sentence for fault, sentence in _production_faults(variables) if fault]
    if faults:
        raise ImproperlyConfigured(" ".join(faults))


def _production_faults(variables: Mapping[str, str]) -> list[tuple[bool, str]]:
    secret = variables.get("SECRET_KEY", "")
    return [
        (switched_on("DEBUG", variables), "DEBUG is on: production must not show its insides; unset it."),
        (
            len(secret) < SHORTEST_SECRET or len(set(secret)) < 5,
            f"SECRET_KEY is too short or too simple: give at least {SHORTEST_SECRET} random characters.",
        ),
        (
            any(len(set(key)) < 5 for key in listed("FACTOR_KEYS", variables)),
            "FACTOR_KEYS holds a key that is too simple: make each with a generator of random bytes.",
        ),
        (
            not listed("ALLOWED_HOSTS", variables),
            "ALLOWED_HOSTS is not set: name the host names that are served.",
        ),
        (
            "*" in listed("ALLOWED_HOSTS", variables),
            "ALLOWED_HOSTS is *: name the host names that are served.",
        ),
        (
            not variables.get("PUBLIC_ADDRESS", "").startswith("https://"),
            "PUBLIC_ADDRESS is not an address with https: mails could not lead back to the portal.",
        ),
        (
            not variables.get("MAIL_HOST"),
            "MAIL_HOST is not set: without a mail server nobody gets an invitation or a new password.",
        ),
        (not variables.get("MAIL_FROM"), "MAIL_FROM is not set: name the address that mails come from."),
        (
            not variables.get("OIDC_ISSUER", "https://").startswith("https://"),
            "OIDC_ISSUER is not an https address: what it says of people could be forged on the way.",
        ),
        (bool(variables.get("CLOCK_FILE")), "CLOCK_FILE is set: production must keep real time; unset it."),
        *((True, sentence) for sentence in _untold(variables)),
    ]


def _untold(variables: Mapping[str, str]) -> Iterator[str]:
    """Say what the publisher has still to say: a page would hide it, or show a note to oneself in its place."""
    for name, meaning in TOLD_BY_THE_PUBLISHER.items():
        languages = () if name == "CONTACT_EMAIL" else ("EN", "CY")
        places = [f"{name}_{language}" for language in languages] or [name]
        missing = [one for one in places if not _is_told(variables.get(one, "") or variables.get(name, ""))]
        if missing:
            yield f"{' and '.join(missing)} not set: give {meaning}."


def _is_told(text: str) -> bool:
    return bool(text.strip()) and not text.strip().startswith("[")
