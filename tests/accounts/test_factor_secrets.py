"""The secrets of second factors: encrypted, readable with any key that is named, renewed under the first."""

import io
import uuid

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import InvalidToken
from django.core.cache import caches
from django.core.management import call_command

from accounts import factor_secrets, integrity
from accounts.models import AuditRecord
from tests.accounts.test_sign_in import code_for
from tests.factories import AT, PersonFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "0123456789abcdef" * 4, "fedcba9876543210" * 4


@pytest.fixture
def keys(settings):
    """Return a function that sets the keys of the environment."""

    def named(*found: str) -> None:
        settings.FACTOR_KEYS = list(found)

    named(OLD)
    return named


def kept() -> list[str]:
    """Return what stands in the table of factors, whatever it is."""
    return [str(data) for data in Authenticator.objects.order_by("pk").values_list("data", flat=True)]


def renewals() -> list[AuditRecord]:
    return list(AuditRecord.objects.filter(action="accounts.renew_factor_keys"))


def made(person) -> tuple[str, list[str]]:
    """Set up an authenticator app and recovery codes; return the key of the one and the others."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person)
    return secret, codes.get_unused_codes()


def works(person, secret: str, codes: list[str]) -> bool:
    """Tell whether both factors let somebody in, who has not just come in with the same code."""
    caches["default"].key_prefix = uuid.uuid4().hex
    app = Authenticator.objects.get(user=person, type="totp").wrap()
    recovery = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    return app.validate_code(code_for(secret)) and recovery.get_unused_codes() == codes


def test_no_secret_stands_in_the_database(keys):
    person = PersonFactory()
    secret, codes = made(person)

    table = " ".join(kept())
    assert secret not in table
    assert not any(code in table for code in codes)
    assert works(person, secret, codes)
    assert list(integrity.factors_not_safe()) == []


def test_another_key_is_put_first_and_the_old_one_taken_away(keys):
    person = PersonFactory()
    secret, codes = made(person)

    keys(NEW, OLD)
    assert works(person, secret, codes)
    out = io.StringIO()
    call_command("renew_factor_keys", stdout=out)
    keys(NEW)

    assert out.getvalue() == "Encrypted anew: 2.\n"
    assert works(person, secret, codes)
    assert [one.details for one in renewals()] == [{"factors": 2}]


def test_what_was_kept_in_clear_works_is_found_and_is_encrypted(keys):
    person, secret = PersonFactory(), generate_totp_secret()
    person.authenticator_set.create(type="totp", data={"secret": secret})
    codes = {"migrated_codes": ["12345678", "23456789"], "used_mask": 1}
    person.authenticator_set.create(type="recovery_codes", data=codes)

    assert works(person, secret, ["12345678", "23456789"])
    assert list(integrity.factors_not_safe()) == [
        "Second factors whose secret is not encrypted with a key of FACTOR_KEYS: 2."
    ]
    assert factor_secrets.renew(at=AT) == 2

    assert works(person, secret, ["12345678", "23456789"])
    assert not any(one in " ".join(kept()) for one in (secret, "12345678"))
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 1
    assert list(integrity.factors_not_safe()) == []


def test_what_needs_nothing_is_left_as_it_is(keys):
    made(PersonFactory())
    PersonFactory().authenticator_set.create(type="webauthn", data={"name": "work phone", "credential": {}})
    before = kept()

    assert factor_secrets.renew(at=AT) == 0
    assert kept() == before
    assert not renewals()


def test_without_the_key_nothing_can_be_read_and_that_is_found(keys):
    person = PersonFactory()
    secret, _codes = made(person)

    keys(NEW)

    assert len(list(integrity.factors_not_safe())) == 1
    with pytest.raises(InvalidToken):
        works(person, secret, [])
