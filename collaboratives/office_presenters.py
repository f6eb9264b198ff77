"""How collaboratives and their changes are shown to those who look after them."""

from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Area
from clusters.step_presenters import DAY, first_day
from collaboratives.changes import (
    SEATS,
    Day,
    State,
    ending,
    refuse_future,
    refuse_opening,
    refuse_state,
)
from collaboratives.forms import DescribeForm
from collaboratives.models import Collaborative, Profession
from common.dates import date_format
from common.forms import asked
from governance.models import Office
from governance.offices.presenters import Row


def opening_rows(cluster: Area, profession: Profession, start: Day) -> list[Row]:
    """Say what opens with a collaborative: itself, its seats, and the seat of its lead in the cluster."""
    refuse_opening(cluster, profession, start)
    days = (date_format(start), _("no end known"))
    seats = [(f"{office.label}, {profession.name}", _("Seat opens"), *days) for office in SEATS]
    in_cluster = f"{Office.CLUSTER_MEMBER.label}, {cluster.name}"
    return [
        (f"{cluster.name}: {profession.name}", _("Collaborative opens"), *days),
        *seats,
        (in_cluster, _("Seat opens; the lead of the collaborative holds it"), *days),
    ]


def state_rows(collaborative: Collaborative, state: str, day: Day, *, on: Day) -> list[Row]:
    """Say what a change of state does to a collaborative, its seats and the terms in them."""
    refuse_future(day, on=on)
    refuse_state(collaborative, state, day)
    if state == State.ACTIVE:
        return [(collaborative.name, _("Collaborative becomes active"), date_format(day), _("no end known"))]
    last = date_format(day - DAY)
    seats, terms = ending(collaborative, day)
    return [
        (collaborative.name, _("Collaborative ends"), first_day(collaborative.opened_on), last),
        *((f"{seat.title}, {seat.body.name}", _("Seat closes"), "–", last) for seat in seats),
        *((f"{one.person.name}, {one.seat.title}", _("Term ends"), date_format(one.starts_on), last) for one in terms),
    ]


def description_page(form: DescribeForm) -> dict[str, Any]:
    """Return the questions in pairs, English beside Welsh, and what is asked once after them."""
    page = asked(form)
    questions = page["questions"]
    paired = [one for one in questions if one["name"].endswith(("_en", "_cy"))]
    pairs = list(zip(paired[::2], paired[1::2], strict=True))
    return {**page, "pairs": pairs, "questions": [one for one in questions if one not in paired]}


def written_meanwhile(form: DescribeForm, present: Collaborative) -> list[tuple[str, str]]:
    """Return what stands there now where it is not what was typed: the question and the present text."""
    shown = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    other = [name for name in shown if (getattr(present, name) or "") != (form.cleaned_data.get(name) or "")]
    return [(str(form.fields[name].label), str(getattr(present, name) or "–")) for name in other]
