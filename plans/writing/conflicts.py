"""Two at once on one section or row: what each wrote, so that the later one loses nothing and overwrites nothing."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.forms import BoundField
from django.utils.translation import gettext as _

from accounts.models import AuditRecord
from common.dates import date_format
from plans.editions.kinds import kind_of
from plans.models import PlanRow
from plans.writing.forms import RowForm, SectionForm, initial_of

NOTHING = (None, "")


@dataclass(frozen=True)
class Differing:
    """One answer that two gave differently."""

    name: str
    label: str
    mine: str
    saved: str


def same(one: Any, other: Any) -> bool:
    return one == other or (one in NOTHING and other in NOTHING)


def changes(row: PlanRow, values: dict[str, Any]) -> list[str]:
    """Return which answers say something else than a row does."""
    return [name for name, value in values.items() if not same(value, getattr(row, name))]


def opened_at(row: PlanRow, version: int) -> Any:
    """Return a row as it was at a version, from its history; None where that is not there."""
    history = apps.get_model("plans", f"{type(row).__name__}Event")
    return history._default_manager.filter(pgh_obj=row.pk, version=version).order_by("-pgh_id").first()


def settled(form: SectionForm | RowForm, saved: PlanRow) -> list[str]:
    """Bring a form up to the saved version: what its writer had not touched is as saved; return what differs still."""
    values = form.values()
    was = opened_at(saved, form.cleaned_data.get("version") or 0)
    differing = [
        name for name in changes(saved, values) if form[name].value() or name in form.texts or name in form.data
    ]
    untouched = [name for name in differing if was is not None and same(values[name], getattr(was, name))]
    answers, form.data = initial_of(kind_of(saved), saved), form.data.copy()
    for name in untouched:
        answer = answers[name]
        form.data.setlist(
            name, answer if isinstance(answer, list) else ["" if answer is None else _sent(form, name, answer)]
        )
    form.data["version"] = str(saved.version)
    return [name for name in differing if name not in untouched]


def _sent(form: SectionForm | RowForm, name: str, answer: Any) -> str:
    return str(form.fields[name].prepare_value(answer))


def differing(form: SectionForm | RowForm, saved: PlanRow, names: list[str]) -> list[Differing]:
    answers = initial_of(kind_of(saved), saved)
    return [
        Differing(name, str(form[name].label), said(form[name], form[name].value()), said(form[name], answers[name]))
        for name in names
    ]


def said(field: BoundField, answer: Any) -> str:
    """Return an answer in words: those of the choice, a day as it is written, the text itself."""
    if isinstance(answer, list):
        return ", ".join(said(field, one) for one in answer)
    if answer in NOTHING:
        return _("Nothing")
    if isinstance(answer, datetime.date):
        return date_format(answer)
    choices = {str(value): str(words) for value, words in getattr(field.field, "choices", ())}
    return choices.get(str(answer)) or str(field.field.prepare_value(answer))


def last_save(row: PlanRow) -> AuditRecord | None:
    """Return the record of the latest save of a section or row."""
    place = {"subject_kind": "plans.edition", "subject_key": str(row.edition_id), "details__key": str(row.key)}
    found = AuditRecord.objects.filter(action__in=("plans.save_row", "plans.add_row"), **place)
    return found.select_related("by").order_by("-at", "-pk").first()
