"""The versions of a section or row: what each said, what it changed, who saved it and when."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.safestring import SafeString

from accounts.models import AuditRecord
from plans.editions.differences import marked
from plans.editions.kinds import kind_of
from plans.editions.languages import LANGUAGES
from plans.models import PlanRow


@dataclass(frozen=True)
class ChangedText:
    """One text of a version beside the version before: what came and what went."""

    label: str
    language: str
    difference: SafeString


@dataclass(frozen=True)
class Version:
    """A row as it was saved once."""

    number: int
    by: str
    at: datetime.datetime
    note: str
    texts: list[ChangedText]
    is_present: bool


def versions_of(row: PlanRow, visibilities: Collection[str]) -> list[Version]:
    """Return the versions that say something else than the one before, the newest first, so far as they may be read."""
    states = [one for one in _states(row) if one.visibility in visibilities]
    records = AuditRecord.objects.filter(context__in=[one.pgh_context_id for one in states]).select_related("by")
    by_context = {one.context: one for one in records}
    found, before = [], None
    for state in states:
        texts = _texts(row, before, state)
        if texts:
            record = by_context.get(state.pgh_context_id)
            found.append(_version(state, record, texts, is_present=state.version == row.version))
        before = state
    return found[::-1]


def texts_at(row: PlanRow, number: int, visibilities: Collection[str]) -> dict[str, str]:
    """Return the texts of a version, by the names of their fields; nothing where there is no such version."""
    found = [one for one in _states(row) if one.version == number and one.visibility in visibilities]
    return {name: getattr(found[-1], name) or "" for name in _names(row)} if found else {}


def _states(row: PlanRow) -> list[Any]:
    history = apps.get_model("plans", f"{type(row).__name__}Event")
    return list(history._default_manager.filter(pgh_obj=row.pk).order_by("pgh_id"))


def _names(row: PlanRow) -> list[str]:
    return [f"{name}_{language}" for name in kind_of(row).text_names for language in LANGUAGES]


def _version(state: Any, record: AuditRecord | None, texts: list[ChangedText], *, is_present: bool) -> Version:
    by = record.by.name if record and record.by else ""
    note = str(record.details.get("note", "")) if record else ""
    return Version(state.version, by, record.at if record else state.pgh_created_at, note, texts, is_present)


def _texts(row: PlanRow, before: Any, state: Any) -> list[ChangedText]:
    kind = kind_of(row)
    pairs = [(name, language) for name in kind.text_names for language in LANGUAGES]
    told = [(name, language, *(_said(one, name, language) for one in (before, state))) for name, language in pairs]
    return [
        ChangedText(str(kind.words(name)), language, marked(was, now))
        for name, language, was, now in told
        if was != now
    ]


def _said(state: Any, name: str, language: str) -> str:
    return getattr(state, f"{name}_{language}") or "" if state is not None else ""
