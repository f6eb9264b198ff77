"""How what came of a plan is shown: words beside every colour, days in words, each text in the language it is in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import FinancialYear, Quarter, date_format, day_of
from common.numbers import pounds
from governance.models import Action, ActionUpdate, Rating
from governance.offices.presenters import vacancy
from governance.offices.queries import Held
from plans.progress.drawn import Words
from plans.progress.rating import counted
from plans.progress.standing import Reached, Standing, by_status, note_of

Day = datetime.date
Tag = dict[str, str]
COLOURS = {Rating.ON_TRACK: "green", Rating.MONITOR: "yellow", Rating.OFF_TRACK: "red", None: "grey"}
STATUS_COLOURS = {
    Action.Status.NOT_STARTED: "grey",
    Action.Status.UNDER_WAY: "blue",
    Action.Status.COMPLETED: "green",
    Action.Status.STOPPED: "red",
}


def rating_tag(rating: Rating | None) -> Tag:
    return {"text": str(rating.label) if rating else _("No rating"), "colour": COLOURS[rating]}


def status_tag(status: Action.Status) -> Tag:
    return {"text": str(status.label), "colour": STATUS_COLOURS[status]}


def status_counts(found: Iterable[Standing]) -> list[tuple[Tag, int]]:
    """Return how many stand how, the worst first."""
    return [(status_tag(status), count) for status, count in by_status(found)]


def rating_counts(found: Iterable[Standing]) -> list[tuple[Tag, int]]:
    return [(rating_tag(rating), count) for rating, count in counted(one.rating for one in found)]


def quarter_words(quarter: Quarter) -> str:
    days = {"first": date_format(quarter.starts_on), "last": date_format(quarter.last_day)}
    return _("%(first)s to %(last)s") % days


def period_words(start: Day | None, end: Day | None) -> str:
    return f"{date_format(start) if start else '…'} – {date_format(end) if end else '…'}"  # noqa: RUF001


def money_words(one: Standing) -> list[tuple[str, str]]:
    """Return what an action costs in each year of its plan; nothing where no money is entered."""
    if all(amount is None for amount in one.row.money):
        return []
    plan = one.drawn.plan
    return [(str(FinancialYear(plan.first_year + place)), pounds(one.row.money[place])) for place in range(plan.years)]


@dataclass(frozen=True)
class Stone:
    """A milestone as a row of a list."""

    key: str
    title: Words
    baseline: Day
    due_on: Day
    said: str
    slippage: str
    note: str
    is_over: bool


def stone(one: Reached) -> Stone:
    note = one.update.note if one.update else ""
    title, key = one.row.title, one.row.key
    return Stone(key, title, one.row.baseline, one.due_on, reached(one), slippage(one), note, one.done_on is not None)


def reached(one: Reached) -> str:
    """Say whether a milestone was reached, and when."""
    if one.done_on:
        return _("Reached on: %(day)s") % {"day": date_format(one.done_on)}
    return _("Late") if one.is_late else _("Not yet due")


def slippage(one: Reached) -> str:
    """Say by how many days a milestone comes later than first approved."""
    if one.slipped == 0:
        return _("As first approved")
    if one.slipped > 0:
        return _("Later than first approved. Days: %(days)s") % {"days": one.slipped}
    return _("Earlier than first approved. Days: %(days)s") % {"days": -one.slipped}


def age(update: ActionUpdate | None, *, on: Day) -> str:
    """Say when something was last said of an action, and how long ago."""
    if update is None:
        return _("No update has been entered yet")
    day = day_of(update.made_at)
    return _("%(day)s. Days ago: %(days)s") % {"day": date_format(day), "days": (on - day).days}


@dataclass(frozen=True)
class Line:
    """An action as a row of a list. `mine` says whether the reader may say how it stands."""

    title: Words
    href: str
    owner: Words
    holders: str
    period: str
    money: list[tuple[str, str]]
    status: Tag
    percent: int
    computed: Tag
    own: Tag | None
    reason: str
    note: Words
    last: str
    milestones: list[Stone]
    is_wanted: bool
    mine: bool


def line(one: Standing, held: Held | None, *, mine: bool = False) -> Line:
    reason = one.update.rating_reason if one.update else ""
    return Line(
        title=one.row.title,
        href=reverse("plans:follow_action", kwargs={"key": one.action}) if one.action else "",
        owner=owner_words(one, held),
        holders=holders(held, on=one.on),
        period=period_words(one.row.day("starts_on"), one.row.day("ends_on")),
        money=money_words(one),
        status=status_tag(one.status),
        percent=one.percent,
        computed=rating_tag(one.computed),
        own=rating_tag(one.own) if one.own else None,
        reason=reason,
        note=one.note,
        last=age(one.update, on=one.on),
        milestones=[stone(each) for each in one.milestones],
        is_wanted=one.is_wanted(),
        mine=mine,
    )


def owner_words(one: Standing, held: Held | None) -> Words:
    """Return the office that owns an action: as it is called now, else as it was called when the plan was frozen."""
    if held is not None:
        return Words(f"{held.seat.title}, {held.seat.body.name}")
    found = one.row.owner_words
    return found if found.text else Words(_("Owner not entered"))


def holders(held: Held | None, *, on: Day) -> str:
    """Name who holds an office on a day."""
    if held is None:
        return ""
    return ", ".join(one.person.name for one in held.holders) or vacancy(held, on=on)


def history(updates: Iterable[ActionUpdate]) -> list[dict[str, Any]]:
    """Return everything that was said of an action, the newest first."""
    return [
        {
            "day": day_of(one.made_at),
            "who": one.made_by.name if one.made_by else "–",
            "status": status_tag(Action.Status(one.status)),
            "percent": one.percent,
            "note": note_of(one),
            "computed": rating_tag(Rating(one.computed) if one.computed else None),
            "own": rating_tag(Rating(one.rating)) if one.rating else None,
            "reason": one.rating_reason,
        }
        for one in updates
    ]
