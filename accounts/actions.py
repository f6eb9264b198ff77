"""Inviting people and letting them in: an invitation is sent, sent anew, revoked, accepted; each leaves its record.

The token of an invitation stands in its mail and nowhere else; the table holds a hash of it.
"""

import datetime
import hashlib
import secrets

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import audit, outbox, sessions
from accounts.models import Invitation, Person, PersonSession
from common.errors import Refused

MAIL = "accounts.invitation"
VALID_FOR = datetime.timedelta(days=7)
State = Invitation.State
NO_LONGER: dict[str, Promise] = {
    State.ACCEPTED: _("This invitation was used already. Sign in with your e-mail address and password."),
    State.EXPIRED: _("This invitation has expired. Ask the person who invited you to send it again."),
    State.REVOKED: _("This invitation was withdrawn. If you expected it, ask the administrator of your health board."),
    State.REPLACED: _("A newer invitation took the place of this one. Use the link in the newest message."),
}
UNKNOWN = _("This invitation is not known. Copy the whole link from the message, or ask for a new one.")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, person: Person, by: Person | None, at: datetime.datetime, on_behalf_of: Person | None = None
) -> Invitation:
    """Open an invitation and write it to the person's present address."""
    _lock(person)
    if not person.is_active or person.has_usable_password():
        raise Refused(_("This person has an account already, or it is closed."))
    if _open(person):
        raise Refused(_("This person has an open invitation. Send that one again."))
    with audit.recorded("accounts.invite", by=by, at=at, on_behalf_of=on_behalf_of) as record:
        invitation = _written(person, by=by, at=at, resent=0)
        audit.about(record, invitation)
    return invitation


@transaction.atomic
def resend(
    *, invitation: Invitation, by: Person | None, at: datetime.datetime, on_behalf_of: Person | None = None
) -> Invitation:
    """Replace an invitation that is open or has expired by a new one, and write that; return the new one."""
    _lock(invitation.person)
    invitation.refresh_from_db()
    _refuse_unless(invitation, State.SENT, State.EXPIRED, at=at)
    with audit.recorded("accounts.resend", by=by, at=at, on_behalf_of=on_behalf_of) as record:
        invitation.replaced_at = at
        invitation.save(update_fields=["replaced_at"])
        outbox.withdraw(kind=MAIL, key=str(invitation.pk))
        newer = _written(invitation.person, by=by, at=at, resent=invitation.resent + 1)
        audit.about(record, newer, replaces=invitation.pk)
    return newer


@transaction.atomic
def revoke(
    *, invitation: Invitation, by: Person | None, at: datetime.datetime, on_behalf_of: Person | None = None
) -> None:
    """Withdraw an invitation that is open or has expired."""
    _lock(invitation.person)
    invitation.refresh_from_db()
    _refuse_unless(invitation, State.SENT, State.EXPIRED, at=at)
    with audit.recorded("accounts.revoke", by=by, at=at, subject=invitation, on_behalf_of=on_behalf_of):
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        outbox.withdraw(kind=MAIL, key=str(invitation.pk))


def acceptable(*, token: str, at: datetime.datetime) -> Invitation:
    """Return the invitation of a token that may be accepted now; say why where it may not."""
    found: Invitation | None = Invitation.objects.select_related("person").filter(token_hash=hashed(token)).first()
    if found is None:
        raise Refused(UNKNOWN)
    _refuse_unless(found, State.SENT, at=at)
    if found.email != found.person.email or not found.person.is_active:
        raise Refused(UNKNOWN)
    return found


@transaction.atomic
def accept(*, token: str, name: str, language: str, password: str, at: datetime.datetime) -> Person:
    """Let the invited person in: once, in time, and only while the address is still theirs."""
    _lock(acceptable(token=token, at=at).person)
    invitation = acceptable(token=token, at=at)
    person: Person = invitation.person
    with audit.recorded("accounts.accept", by=person, at=at, subject=invitation):
        invitation.accepted_at = at
        invitation.save(update_fields=["accepted_at"])
        person.name, person.language = name, language
        person.set_password(password)
        person.save(update_fields=["name", "language", "password"])
    return person


@transaction.atomic
def end_sessions(*, person: Person, sign_ins: QuerySet[PersonSession], by: Person, at: datetime.datetime) -> int:
    """End some of a person's sessions; return how many there were."""
    chosen = list(sign_ins.filter(person=person))
    with audit.recorded("accounts.end_sessions", by=by, at=at, subject=person) as record:
        audit.about(record, person, sessions=len(chosen))
        sessions.end(chosen)
    return len(chosen)


@transaction.atomic
def link_provider(*, person: Person, provider: str, subject: str, at: datetime.datetime) -> SocialAccount:
    """Note that a person signs in through the identity provider, under the name that it has for them, for good."""
    _lock(person)
    with audit.recorded("accounts.link_provider", by=person, at=at) as record:
        link = SocialAccount.objects.create(user=person, provider=provider, uid=subject)
        audit.about(record, person, provider=provider)
    return link


def _lock(person: Person) -> Person:
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    return locked


def _open(person: Person) -> bool:
    return person.invitations.filter(accepted_at=None, revoked_at=None, replaced_at=None).exists()


def _refuse_unless(invitation: Invitation, *states: str, at: datetime.datetime) -> None:
    state = invitation.state(at=at)
    if state not in states:
        raise Refused(NO_LONGER[state])


def _written(person: Person, *, by: Person | None, at: datetime.datetime, resent: int) -> Invitation:
    """Make an invitation and put its mail, which alone holds the token, into the outbox."""
    token = secrets.token_urlsafe(32)
    invitation: Invitation = Invitation.objects.create(
        person=person,
        email=person.email,
        token_hash=hashed(token),
        invited_by=by,
        sent_at=at,
        expires_at=at + VALID_FOR,
        resent=resent,
    )
    outbox.write(
        kind=MAIL,
        subject=_("Your invitation to Clwstwr"),
        person=person,
        key=str(invitation.pk),
        at=at,
        link=("account_invitation", {"token": token}),
        invitation=invitation,
    )
    return invitation
