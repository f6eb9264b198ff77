"""An invitation in each of its states, and what each action then does."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError

from accounts import actions
from accounts.models import AuditRecord, Invitation
from common.addresses import page_address
from common.errors import Refused
from tests.accounts.letters import link_to
from tests.factories import AT, InvitationFactory, PersonFactory

pytestmark = pytest.mark.django_db
TOKEN = "a token that the message carries"
LATER = AT + datetime.timedelta(days=1)
ENDED = {"accepted": "accepted_at", "revoked": "revoked_at", "replaced": "replaced_at"}
# What each action makes of an invitation; None is a refusal that changes nothing.
OUTCOMES = [
    ("sent", "invite", None),
    ("sent", "resend", "replaced"),
    ("sent", "revoke", "revoked"),
    ("sent", "accept", "accepted"),
    ("expired", "invite", None),
    ("expired", "resend", "replaced"),
    ("expired", "revoke", "revoked"),
    ("expired", "accept", None),
    ("accepted", "invite", None),
    ("accepted", "resend", None),
    ("accepted", "revoke", None),
    ("accepted", "accept", None),
    ("revoked", "invite", "revoked"),
    ("revoked", "resend", None),
    ("revoked", "revoke", None),
    ("revoked", "accept", None),
    ("replaced", "invite", "replaced"),
    ("replaced", "resend", None),
    ("replaced", "revoke", None),
    ("replaced", "accept", None),
]


def invitation_in(state):
    expires = AT + datetime.timedelta(hours=1 if state == "expired" else 100)
    ended = {ENDED[state]: AT} if state in ENDED else {}
    made = InvitationFactory(token_hash=actions.hashed(TOKEN), expires_at=expires, **ended)
    if state == "accepted":
        made.person.set_password("three unlikely words")
    else:
        made.person.set_unusable_password()
    made.person.save()
    return made


def accept(token=TOKEN):
    return actions.accept(token=token, name="New Name", language="cy", password="three unlikely words", at=LATER)


def perform(action, invitation):
    if action == "accept":
        return accept()
    if action == "invite":
        return actions.invite(person=invitation.person, by=None, at=LATER)
    return getattr(actions, action)(invitation=invitation, by=None, at=LATER)


def rows():
    return list(Invitation.objects.order_by("pk").values())


@pytest.mark.parametrize(("state", "action", "after"), OUTCOMES)
def test_each_action_on_each_state(state, action, after):
    invitation = invitation_in(state)
    before, records = rows(), AuditRecord.objects.count()
    assert invitation.state(at=LATER) == state

    if after is None:
        with pytest.raises(Refused):
            perform(action, invitation)
        assert (rows(), AuditRecord.objects.count()) == (before, records)
    else:
        perform(action, invitation)
        invitation.refresh_from_db()
        assert invitation.state(at=LATER) == after
        assert AuditRecord.objects.latest("pk").action == f"accounts.{action}"


def test_accepting_sets_name_language_and_password():
    invitation_in("sent")

    person = accept()

    person.refresh_from_db()
    assert (person.name, person.language, person.check_password("three unlikely words")) == ("New Name", "cy", True)


def test_a_token_that_nobody_sent_is_refused():
    invitation_in("sent")

    with pytest.raises(Refused, match="not known"):
        accept("another token")


def test_an_invitation_ends_with_the_address_it_was_sent_to():
    invitation = invitation_in("sent")
    invitation.person.email = "moved@example.org"
    invitation.person.save()

    with pytest.raises(Refused, match="not known"):
        accept()


def test_the_token_stands_in_the_mail_alone():
    person = PersonFactory(password="!")

    invitation = actions.invite(person=person, by=None, at=AT)

    token = link_to(person.email, "accounts.invitation").split("/")[-2]
    assert invitation.token_hash == actions.hashed(token)
    assert token not in str(rows()) + str(list(AuditRecord.objects.values()))


def test_the_database_holds_one_open_invitation_for_a_person():
    first = InvitationFactory()

    with pytest.raises(IntegrityError, match="invitation_open_once_for_a_person"):
        InvitationFactory(person=first.person)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_an_invited_person_opens_the_account_and_signs_in(client, moved_clock, language):
    moved_clock(LATER.isoformat())
    invitation = invitation_in("sent")
    address = page_address("account_invitation", language, token=TOKEN)
    chosen = BeautifulSoup(client.get(address).content, "html.parser").select_one("input[name=language][checked]")
    assert chosen["value"] == language

    opened = client.post(address, {"name": "New Name", "language": "cy", "password": "three unlikely words"})
    answers = {"login": invitation.email, "password": "three unlikely words"}
    entered = client.post(opened["Location"], answers)

    assert entered["Location"] == page_address("portal:desk", language)
    invitation.person.refresh_from_db()
    assert (invitation.person.name, invitation.person.language) == ("New Name", "cy")
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("password", ["short", "123456789012", "password1234"])
def test_a_weak_password_opens_no_account(client, moved_clock, password):
    moved_clock(LATER.isoformat())
    invitation = invitation_in("sent")

    answers = {"name": "New Name", "language": "en", "password": password}
    client.post(page_address("account_invitation", "en", token=TOKEN), answers)

    invitation.refresh_from_db()
    assert invitation.state(at=LATER) == "sent"


@pytest.mark.parametrize("state", ["expired", "accepted", "revoked", "replaced"])
def test_a_link_that_no_longer_opens_says_why(client, moved_clock, state):
    moved_clock(LATER.isoformat())
    invitation_in(state)

    response = client.get(page_address("account_invitation", "en", token=TOKEN))

    assert response.status_code == 400
    assert str(actions.NO_LONGER[state]) in response.content.decode()
