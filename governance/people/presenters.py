"""How people are shown: their terms in words, their account, and what may be done about it."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Invitation
from common.dates import date_format
from common.welsh import english_sort_key, sort_key
from common.workbooks import Heading, Sheet
from governance.models import Appointment
from governance.people.queries import Account, Entry
from governance.words import until


@dataclass(frozen=True)
class PersonRow:
    """A person as a row of the list."""

    name: str
    order: str
    address: str
    offices: list[str]
    account: str


def person_row(one: Entry, *, on: datetime.date) -> PersonRow:
    key = sort_key if get_language() == "cy" else english_sort_key
    offices = [f"{term.seat.title}, {term.seat.body.name} ({when(term, on=on)})" for term in one.going_on(on=on)]
    address = reverse("governance:person", kwargs={"key": one.person.pk})
    return PersonRow(one.person.name, key(one.person.name), address, offices, str(one.account.label))


def when(term: Appointment, *, on: datetime.date) -> str:
    """Say of a term whether it waits, is past, is to come, or until when it goes on."""
    if not term.is_confirmed:
        return _("nominated, not yet confirmed")
    if term.last_day is not None and term.last_day < on:
        return _("ended on %(day)s") % {"day": date_format(term.last_day)}
    return _("from %(day)s") % {"day": date_format(term.starts_on)} if term.starts_on > on else until(term)


def sheet(found: list[Entry], *, on: datetime.date) -> Sheet:
    """Return the list as a table for a file: one row for each term."""
    headings = (_("Name"), _("Body"), _("Office"), _("Footing"), _("First day"), _("Last day"), _("Note"), _("Account"))
    rows = tuple(_term_cells(one, term, on) for one in found for term in one.terms)
    title = _("People and their offices as at %(day)s") % {"day": date_format(on)}
    return Sheet(_("People"), title, tuple(map(Heading, headings)), rows)


def _term_cells(one: Entry, term: Appointment, on: datetime.date) -> tuple[str, ...]:
    last_day = date_format(term.last_day) if term.last_day else _("no end known")
    days = (date_format(term.starts_on), last_day, when(term, on=on))
    footing = str(term.get_basis_display())
    return (one.person.name, term.seat.body.name, term.seat.title, footing, *days, str(one.account.label))


def invitation_words(last: Invitation | None, *, at: datetime.datetime) -> str:
    """Say what became of the last invitation."""
    if last is None:
        return _("No invitation was sent yet.")
    words = {
        Invitation.State.SENT: _("An invitation was sent on %(sent)s. It can be used until %(end)s."),
        Invitation.State.EXPIRED: _("An invitation was sent on %(sent)s. It expired on %(end)s."),
        Invitation.State.ACCEPTED: _("An invitation was sent on %(sent)s and was used."),
        Invitation.State.REVOKED: _("An invitation was sent on %(sent)s and was withdrawn."),
        Invitation.State.REPLACED: _("An invitation was sent on %(sent)s and a newer one took its place."),
    }
    return words[last.state(at=at)] % {"sent": date_format(last.sent_at), "end": date_format(last.expires_at)}


def deeds(account: Account) -> list[dict[str, str]]:
    """Return the buttons for an account as it stands."""
    buttons = {
        Account.NOT_INVITED: [("invite", _("Invite to sign in"))],
        Account.INVITED: [("resend", _("Send the invitation again")), ("revoke", _("Withdraw the invitation"))],
    }
    return [{"name": "deed", "value": value, "text": text} for value, text in buttons.get(account, [])]
