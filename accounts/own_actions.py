"""What people change of their own account: password, name, language of mail, e-mail address; each leaves its record.

The portal's own flow for a new address, since `Person.email` is the one address that a person has: a signed link in a
mail to the new one proves that it is theirs, and the old one hears of it. The link is for the person who asked, signed
in, for as long as they have the password and the address with which they asked.
"""

import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import audit, factors, outbox
from accounts.actions import hashed
from accounts.models import Person
from common.errors import Refused
from common.versions import refuse_overtaken

ADDRESS_LINK_LASTS = datetime.timedelta(days=1)
LOOKED = "looked_before"
SALT = "accounts.new_address"
LINK_ENDED = _(
    "This link was used already, has expired, or is not whole. Ask for a new one on the page of your account."
)
LINK_OF_ANOTHER = _("This link is for somebody else. Sign in as the person who asked for the new address.")


@transaction.atomic
def offer_new_password(*, person: Person, uid: str, key: str, at: datetime.datetime) -> None:
    """Send somebody the link that lets them set a new password, where they have one: others need an invitation."""
    if not person.has_usable_password():
        return
    with audit.recorded("accounts.offer_new_password", by=None, at=at, subject=person):
        outbox.write(
            kind="accounts.new-password",
            subject=_("A new password for Clwstwr"),
            person=person,
            key=hashed(key),
            at=at,
            link=("account_reset_password_from_key", {"uidb36": uid, "key": key}),
        )


@transaction.atomic
def set_password(*, person: Person, password: str, at: datetime.datetime) -> None:
    """Set somebody's password, and tell them by mail so that they notice if it was not them."""
    with audit.recorded("accounts.set_password", by=person, at=at, subject=person) as record:
        person.set_password(password)
        person.save(update_fields=["password"])
        outbox.write(
            kind="accounts.password-changed",
            subject=_("Your password has changed"),
            person=person,
            key=str(record.context),
            at=at,
        )


def details_of(person: Person) -> dict[str, str]:
    """Return what somebody said of themselves."""
    return {"name": person.name, "language": person.language}


@transaction.atomic
def change_details(*, person: Person, name: str, language: str, at: datetime.datetime, seen: str | None = None) -> None:
    """Change one's own name and the language in which the portal writes; `Meanwhile` where they are not as `seen`."""
    refuse_overtaken(seen, details_of(Person.objects.select_for_update().get(pk=person.pk)))
    with audit.recorded("accounts.change_details", by=person, at=at, subject=person) as record:
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        audit.about(record, None, language=language)


@transaction.atomic
def ask_new_address(*, person: Person, address: str, at: datetime.datetime) -> None:
    """Send the link that makes an address one's own to that address; nothing is sent to one that somebody has."""
    if Person.objects.filter(email__iexact=address).exists():
        return
    expires = at + ADDRESS_LINK_LASTS
    token = signing.dumps([person.pk, _present(person), address, expires.isoformat()], salt=SALT)
    with audit.recorded("accounts.ask_new_address", by=person, at=at, subject=person):
        outbox.write(
            kind="accounts.new-address",
            subject=_("Confirm your e-mail address"),
            person=person,
            key=hashed(token),
            at=at,
            address=address,
            link=("account_confirm_address", {"token": token}),
        )


def _present(person: Person) -> str:
    """Return a mark of how somebody gets in now: by which address and password."""
    return salted_hmac(SALT, f"{person.email} {person.password}", algorithm="sha256").hexdigest()


def confirmable(*, token: str, by: Person, at: datetime.datetime) -> str:
    """Return the address that a link makes somebody's own; refuse a link of another person, or that no longer holds."""
    try:
        number, present, address, expires = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Refused(LINK_ENDED) from None
    if number != by.pk:
        raise Refused(LINK_OF_ANOTHER)
    taken = Person.objects.filter(email__iexact=address).exists()
    if taken or not constant_time_compare(present, _present(by)) or at >= datetime.datetime.fromisoformat(expires):
        raise Refused(LINK_ENDED)
    return str(address)


@transaction.atomic
def confirm_address(*, token: str, by: Person, at: datetime.datetime) -> Person:
    """Make the new address one's own, and tell the old one."""
    person: Person = Person.objects.select_for_update().get(pk=by.pk)
    address = confirmable(token=token, by=person, at=at)
    old = person.email
    with audit.recorded("accounts.confirm_address", by=person, at=at, subject=person):
        person.email = address
        person.save(update_fields=["email"])
        outbox.write(
            kind="accounts.address-changed",
            subject=_("Your e-mail address has changed"),
            person=person,
            key=hashed(token),
            at=at,
            address=old,
        )
    return person


def look(*, person: Person, session: SessionBase, at: datetime.datetime) -> datetime.datetime | None:
    """Return when somebody last came to their own first page before this session; note that they are here now.

    It is no change that anybody answers for, so it leaves no record.
    """
    if LOOKED not in session:
        session[LOOKED] = person.looked_at.isoformat() if person.looked_at else ""
        Person.objects.filter(pk=person.pk).update(looked_at=at)
    return datetime.datetime.fromisoformat(session[LOOKED]) if session[LOOKED] else None


def begin_grace(*, person: Person, on: datetime.date) -> None:
    """Note, when somebody signs in, by when they set up a second factor: some days from the first time they need one.

    The day stays while they need one, so that taking a factor away begins no new grace. It is no change that anybody
    answers for, so it leaves no record.
    """
    is_needed = factors.needs_second_factor_in_time(person)
    if is_needed != (person.factor_due_on is not None):
        person.factor_due_on = on + factors.GRACE if is_needed else None
        person.save(update_fields=["factor_due_on"])
