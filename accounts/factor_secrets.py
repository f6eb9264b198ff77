"""The secrets of second factors as they are kept: whoever reads the database alone can make no code from them.

Each is encrypted with the first of the keys that the environment names, and read with whichever of them fits, so that
a key can be put before the others and the old one be taken away once everything was encrypted anew (`renew`).
"""

import base64
import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from accounts import audit

# How everything begins that is encrypted so; no secret in clear does.
ENCRYPTED = "gAAAA"
SECRETS = ("secret", "seed", "migrated_codes")


def encrypt(text: str) -> str:
    return MultiFernet(_keys()).encrypt(text.encode()).decode()


def decrypt(kept: str) -> str:
    """Return a secret as it was; one that was kept before secrets were encrypted is in clear until it is renewed."""
    return MultiFernet(_keys()).decrypt(kept.encode()).decode() if kept.startswith(ENCRYPTED) else kept


def renew(*, at: datetime.datetime) -> int:
    """Encrypt with the first key what is in clear or under another key; return of how many factors."""
    with transaction.atomic():
        found = [one for one in Authenticator.objects.select_for_update().order_by("pk") if _is_to_renew(one.data)]
        for factor in found:
            factor.data = _each(factor.data, lambda kept: encrypt(decrypt(kept)))
            factor.save(update_fields=["data"])
        if found:
            with audit.recorded("accounts.renew_factor_keys", by=None, at=at) as record:
                audit.about(record, None, factors=len(found))
    return len(found)


def not_safe() -> list[int]:
    """Return the factors with a secret that is in clear, or that no key of the environment fits."""
    return [factor.pk for factor in Authenticator.objects.order_by("pk") if not all(map(_is_safe, _kept(factor.data)))]


def _keys() -> list[Fernet]:
    return [Fernet(base64.urlsafe_b64encode(bytes.fromhex(key))) for key in settings.FACTOR_KEYS]


def _kept(data: dict[str, Any]) -> list[str]:
    """Return the secrets among what is kept of a factor."""
    values = [data[name] for name in SECRETS if name in data]
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


def _each(data: dict[str, Any], change: Any) -> dict[str, Any]:
    changed = {
        name: [change(one) for one in data[name]] if isinstance(data[name], list) else change(data[name])
        for name in SECRETS
        if name in data
    }
    return data | changed


def _is_to_renew(data: dict[str, Any]) -> bool:
    return any(not kept.startswith(ENCRYPTED) or not _fits(_keys()[0], kept) for kept in _kept(data))


def _is_safe(kept: str) -> bool:
    return kept.startswith(ENCRYPTED) and any(_fits(key, kept) for key in _keys())


def _fits(key: Fernet, kept: str) -> bool:
    try:
        key.decrypt(kept.encode())
    except InvalidToken:
        return False
    return True
