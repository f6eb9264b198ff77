"""My work: what waits for somebody by when it is due, their bodies, and what changed since they last looked.

What can wait is not known here: each room registers its kinds (governance.waiting).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Person
from common.dates import date_format
from governance.homes import home_address
from governance.models import Appointment, Body
from governance.offices.presenters import footing, until
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from governance.record import queries as record
from governance.record.presenters import moment, sentence
from governance.waiting import SOON, Waiting, Worker, work_of
from portal.first_steps import NewOffice, new_offices

# The pages that follow from what somebody may do, in the order in which they are shown.
LINKS: list[tuple[Permission, Promise, str]] = [
    (Permission.SEE_OFFICES, gettext_lazy("How your bodies stand: late, missing, next"), "portal:together"),
    (Permission.SEE_OFFICES, gettext_lazy("Offices and who holds them"), "governance:seats"),
    (Permission.SEE_OFFICES, gettext_lazy("People"), "governance:people"),
    (Permission.READ_PLANS, gettext_lazy("Plans"), "plans:plans"),
    (Permission.READ_PLANS, gettext_lazy("Plans together"), "plans:together"),
    (Permission.SEE_BUDGETS, gettext_lazy("Budgets"), "budgets:budgets"),
    (Permission.SEE_BUDGETS, gettext_lazy("Requests about money"), "budgets:requests"),
    (Permission.SEE_RECORD, gettext_lazy("Who could do what on a day"), "governance:powers"),
    (Permission.RECERTIFY, gettext_lazy("Are these appointments still right?"), "governance:recertification"),
    (Permission.MANAGE_MEMBERSHIP, gettext_lazy("Providers and their clusters"), "clusters:providers"),
    (Permission.MANAGE_AREAS, gettext_lazy("Clusters to administer"), "clusters:areas"),
    (Permission.MANAGE_AREAS, gettext_lazy("Places without a Welsh name"), "clusters:places"),
    (Permission.DESCRIBE, gettext_lazy("Collaboratives to look after"), "collaboratives:administered"),
    (Permission.MANAGE_ROUNDS, gettext_lazy("Planning rounds"), "plans:rounds"),
    (Permission.PUBLISH_PLANS, gettext_lazy("Attach an earlier plan"), "plans:attach_historic"),
    (Permission.KEEP_LEDGER, gettext_lazy("Ledgers"), "budgets:ledgers"),
    (Permission.APPROVE_BUDGETS, gettext_lazy("Thresholds for a second person"), "budgets:thresholds"),
    (Permission.SEE_RECORD, gettext_lazy("The record of who changed what"), "governance:record"),
]
# Those about oneself.
OWN_LINKS: list[tuple[Permission, Promise, str]] = [
    (Permission.SIGNED_IN, gettext_lazy("Acting for somebody"), "governance:delegations"),
    (Permission.SIGNED_IN, gettext_lazy("Your interests"), "governance:interests"),
    (Permission.SIGNED_IN, gettext_lazy("Handovers"), "governance:handovers"),
    (Permission.SIGNED_IN, gettext_lazy("Your name on public pages"), "governance:public_names"),
    (Permission.SEE_OFFICES, gettext_lazy("My calendar"), "meetings:own"),
    (Permission.READ_PLANS, gettext_lazy("How often you are reminded of plans"), "plans:mails"),
    (Permission.SIGNED_IN, gettext_lazy("Your account"), "account"),
]


@dataclass(frozen=True)
class WorkRow:
    """One thing that waits, as a list shows it: `when` says by when or since when, `is_late` that it is overdue."""

    text: str
    href: str
    place: str
    when: str
    is_late: bool


@dataclass(frozen=True)
class Group:
    """Things that wait, under one heading."""

    title: str
    rows: list[WorkRow]


def work_row(one: Waiting, *, on: datetime.date, within: Body | None = None) -> WorkRow:
    """Return one thing that waits as a row; on the home of a body its name is not said again."""
    body = "" if one.body is None or one.body == within else one.body.name
    place = " · ".join(filter(None, (body, one.about, one.note)))
    return WorkRow(one.text, one.href, place, _when(one, on), one.due_on is not None and one.due_on < on)


def _when(one: Waiting, on: datetime.date) -> str:
    if one.due_on is not None:
        return _("due %(day)s") % {"day": date_format(one.due_on)}
    if one.since is None or one.since > on:
        return ""
    days = (on - one.since).days
    if not days:
        return _("Since today")
    return ngettext("Waiting for %(days)s day", "Waiting for %(days)s days", days) % {"days": days}


def groups(work: Iterable[Waiting], *, on: datetime.date) -> list[Group]:
    """Return what waits as late, due within 14 days, and later or without a day; only groups that hold something."""
    late, soon, later = [], [], []
    for one in work:
        if one.due_on is None or one.due_on > on + SOON:
            later.append(work_row(one, on=on))
        else:
            (late if one.due_on < on else soon).append(work_row(one, on=on))
    named = ((_("Late"), late), (_("Next 14 days"), soon), (_("Later, or without a day"), later))
    return [Group(title, rows) for title, rows in named if rows]


@dataclass(frozen=True)
class Office:
    """An office that somebody holds, as their own page shows it."""

    title: str
    body: str
    href: str
    words: str


def office_words(term: Appointment) -> str:
    start = _("from %(day)s") % {"day": date_format(term.starts_on)}
    return ", ".join(filter(None, (footing(term), start, until(term))))


class Desk:
    """The first page of somebody who signed in."""

    def __init__(
        self,
        person: Person,
        powers: Powers,
        *,
        since: datetime.datetime | None,
        factor_due_on: datetime.date | None = None,
    ) -> None:
        self.person, self.powers, self.since, self.factor_due_on = person, powers, since, factor_due_on
        self.worker = Worker(person, powers)

    @cached_property
    def news(self) -> list[tuple[str, str]]:
        """Return what others changed since the person last looked: each in a sentence, with its moment."""
        if self.since is None:
            return []
        found = record.news(self.person, self.powers, since=self.since)
        return [(sentence(one), moment(one.at)) for one in found]

    @cached_property
    def waiting(self) -> list[Waiting]:
        return work_of(self.worker)

    @property
    def groups(self) -> list[Group]:
        return groups(self.waiting, on=self.powers.on)

    @property
    def offices(self) -> list[Office]:
        held = [term for term in self.worker.terms if term.is_confirmed]
        return [
            Office(one.seat.title, one.seat.body.name, home_address(one.seat.body), office_words(one)) for one in held
        ]

    @property
    def first_offices(self) -> list[NewOffice]:
        """Return the offices of today to somebody who comes for the first time; nothing to anybody else."""
        return new_offices(self.worker.held) if self.since is None else []

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return the pages that somebody may go to from here: words and address."""
        return self._allowed(LINKS)

    @property
    def own_links(self) -> list[tuple[str, str]]:
        return self._allowed(OWN_LINKS)

    def _allowed(self, links: list[tuple[Permission, Promise, str]]) -> list[tuple[str, str]]:
        allowed = [link for link in links if link[0] is Permission.SIGNED_IN or self.powers.holds(link[0])]
        return [(str(words), reverse(name)) for _permission, words, name in allowed]
