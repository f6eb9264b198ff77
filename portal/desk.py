"""What waits for somebody when they sign in: kinds of work that each room adds, and their own offices."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from budgets.forecasting.desk import without_forecast
from budgets.requests.desk import waiting_requests
from common.dates import date_format
from governance.handovers import kinds as handovers
from governance.models import Appointment
from governance.offices import queries
from governance.offices.presenters import footing, until
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from governance.record import queries as record
from governance.record.presenters import moment, sentence
from plans.models import EditionState
from plans.progress.desk import wanted_of
from plans.review.queue import waiting_plans
from plans.writing import queries as plans


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in words, with the page where it is done and for how long it has waited."""

    text: str
    href: str
    note: str


Kind = Callable[[Person, Powers], list[Waiting]]


def _nominations(person: Person, powers: Powers) -> list[Waiting]:
    if not powers.holds(Permission.CONFIRM):
        return []
    return [
        Waiting(
            _("Confirm or decline: %(name)s") % {"name": one.person.name},
            reverse("governance:nomination", kwargs={"key": one.pk}),
            f"{one.seat.title}, {one.seat.body.name} · {date_format(one.nominated_at)}",
        )
        for one in queries.waiting_for(person, powers)
    ]


def _ending(_person: Person, powers: Powers) -> list[Waiting]:
    if not powers.holds(Permission.NOMINATE):
        return []
    return [
        Waiting(
            _("A term ends: %(name)s") % {"name": one.person.name},
            reverse("governance:seat", kwargs={"key": one.seat_id}),
            f"{one.seat.title}, {one.seat.body.name} · {until(one)}",
        )
        for one in queries.ending_soon(powers)
    ]


def _recertification(person: Person, powers: Powers) -> list[Waiting]:
    due = queries.to_recertify(person, powers).count() if powers.holds(Permission.RECERTIFY) else 0
    note = _("Appointments to look at this year: %(count)s") % {"count": due}
    address = reverse("governance:recertification")
    return [Waiting(_("Are these appointments still right?"), address, note)] if due else []


def _handovers(person: Person, powers: Powers) -> list[Waiting]:
    return [
        Waiting(
            _("A handover waits for you. From: %(name)s") % {"name": one.giver.name},
            reverse("governance:handover", kwargs={"key": one.pk}),
            f"{one.seat.title}, {one.seat.body.name} · {date_format(one.prepared_at)}",
        )
        for one in handovers.waiting_for(person, on=powers.on)
    ]


def _plans(person: Person, powers: Powers) -> list[Waiting]:
    """The plans whose turn is somebody's: to send, decide on or publish, the longest wait first."""
    return [Waiting(one.text, one.href, one.note) for one in waiting_plans(person, powers)]


def _drafts(_person: Person, powers: Powers) -> list[Waiting]:
    """The plans of one's own bodies that are being written: those that came back before the others."""
    if not powers.holds(Permission.WRITE_PLANS):
        return []
    found = sorted(plans.to_write(powers), key=lambda one: one.state != EditionState.RETURNED)
    return [
        Waiting(
            _("A plan to write: %(plan)s") % {"plan": one.plan},
            reverse("plans:home", kwargs={"key": one.pk}),
            f"{one.get_state_display()} · {date_format(one.started_at)}",
        )
        for one in found
    ]


def _progress(_person: Person, powers: Powers) -> list[Waiting]:
    """The actions that somebody owns and of which nothing was said in this period."""
    return [
        Waiting(
            _("Say how your actions stand. Still to enter: %(count)s") % {"count": count},
            reverse("plans:follow", kwargs={"key": plan.pk}),
            f"{plan.body.name} · {plan.title}",
        )
        for plan, count in wanted_of(powers).items()
    ]


def _money(person: Person, powers: Powers) -> list[Waiting]:
    """The requests about money to decide on, and the bodies whose lines have no forecast for this month."""
    return [Waiting(*one) for one in (*waiting_requests(person, powers), *without_forecast(powers))]


# What can wait for somebody, in the order in which it is shown.
KINDS: list[Kind] = [_plans, _money, _handovers, _nominations, _drafts, _progress, _ending, _recertification]


# The pages that follow from what somebody may do, in the order in which they are shown.
LINKS: list[tuple[Permission, Promise, str]] = [
    (Permission.SEE_OFFICES, gettext_lazy("Offices and who holds them"), "governance:seats"),
    (Permission.SEE_OFFICES, gettext_lazy("People"), "governance:people"),
    (Permission.READ_PLANS, gettext_lazy("Plans"), "plans:plans"),
    (Permission.READ_PLANS, gettext_lazy("Plans together"), "plans:together"),
    (Permission.SEE_BUDGETS, gettext_lazy("Budgets"), "budgets:budgets"),
    (Permission.SEE_BUDGETS, gettext_lazy("Requests about money"), "budgets:requests"),
    (Permission.SEE_RECORD, gettext_lazy("Who could do what on a day"), "governance:powers"),
    (Permission.SIGNED_IN, gettext_lazy("Acting for somebody"), "governance:delegations"),
    (Permission.SIGNED_IN, gettext_lazy("Your interests"), "governance:interests"),
    (Permission.SIGNED_IN, gettext_lazy("Handovers"), "governance:handovers"),
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
    (Permission.READ_PLANS, gettext_lazy("How often you are reminded of plans"), "plans:mails"),
    (Permission.SIGNED_IN, gettext_lazy("Your account"), "account"),
]


@dataclass(frozen=True)
class Office:
    """An office that somebody holds, as their own page shows it."""

    title: str
    body: str
    words: str


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

    @cached_property
    def news(self) -> list[tuple[str, str]]:
        """Return what others changed since the person last looked: each in a sentence, with its moment."""
        if self.since is None:
            return []
        found = record.news(self.person, self.powers, since=self.since)
        return [(sentence(one), moment(one.at)) for one in found]

    @cached_property
    def waiting(self) -> list[Waiting]:
        return [one for kind in KINDS for one in kind(self.person, self.powers)]

    @property
    def offices(self) -> list[Office]:
        held = Appointment.objects.confirmed().filter(person=self.person, during__contains=self.powers.on)
        coming = Appointment.objects.confirmed().filter(person=self.person, during__startswith__gt=self.powers.on)
        rows = (held | coming).select_related("seat__body", "seat__represents").order_by("during", "pk")
        return [Office(row.seat.title, row.seat.body.name, self._words(row)) for row in rows]

    def _words(self, row: Appointment) -> str:
        start = _("from %(day)s") % {"day": date_format(row.starts_on)}
        return ", ".join(filter(None, (footing(row), start, until(row))))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return the pages that somebody may go to from here: words and address."""
        allowed = [link for link in LINKS if link[0] is Permission.SIGNED_IN or self.powers.holds(link[0])]
        return [(str(words), reverse(name)) for _permission, words, name in allowed]
