"""The two halves of each text: which was written first, how far the other has come, and whether it is still true.

A half that was translated keeps the text that it was translated from, so "out of date" is a fact and its difference
can be shown. A half without such a text was written by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import TranslationState
from plans.editions.kinds import KINDS, RowKind, kind_of
from plans.models import Edition, PlanRow

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
State = TranslationState.State


class Standing(models.TextChoices):
    """How one half of a text stands."""

    MISSING = "missing", _("Not written")
    DRAFT = "draft", _("Draft")
    TRANSLATED = "translated", _("Translated")
    CHECKED = "checked", _("Checked")
    OUT_OF_DATE = "out_of_date", _("Out of date")


@dataclass(frozen=True)
class Half:
    """One half of one text of a row; `was` is the text of the other half from which it was translated."""

    kind: RowKind
    row: PlanRow
    field: str
    language: str
    standing: Standing
    was: str = ""

    @property
    def text(self) -> str:
        return text_of(self.row, self.field, self.language)

    @property
    def source(self) -> str:
        """The other half as it is now."""
        return text_of(self.row, self.field, other(self.language))


def other(language: str) -> str:
    return next(code for code in LANGUAGES if code != language)


def text_of(row: PlanRow, field: str, language: str) -> str:
    return getattr(row, f"{field}_{language}") or ""


def halves_of(edition: Edition, rows: Iterable[PlanRow]) -> list[Half]:
    """Return both halves of every text of some rows: one query for all of them."""
    rows = list(rows)
    kept = _kept(rows)
    return [
        _half(row, field, language, kept.get((type(row), row.pk, field, language)))
        for row in rows
        for field in kind_of(row).text_names
        for language in LANGUAGES
    ]


def _half(row: PlanRow, field: str, language: str, state: TranslationState | None) -> Half:
    standing, was = Standing.DRAFT, ""
    if not text_of(row, field, language):
        standing = Standing.MISSING
    elif state is not None and state.source_language:
        was = state.source_text
        stale = state.is_out_of_date(text_of(row, field, other(language)))
        standing = Standing.OUT_OF_DATE if stale else Standing(state.state)
    return Half(kind_of(row), row, field, language, standing, was)


def _kept(rows: Collection[PlanRow]) -> dict[tuple[Any, ...], TranslationState]:
    condition = models.Q(pk__in=())
    models_of = ContentType.objects.get_for_models(*(kind.model for kind in KINDS.values()))
    for model, content_type in models_of.items():
        keys = [row.pk for row in rows if type(row) is model]
        if keys:
            condition |= models.Q(content_type=content_type, object_id__in=keys)
    by_type = {content_type.pk: model for model, content_type in models_of.items()}
    found = TranslationState.objects.filter(condition)
    return {(by_type[one.content_type_id], one.object_id, one.field, one.language): one for one in found}


def settle(row: PlanRow, before: dict[str, str], *, written_in: str, minor: bool = False) -> None:
    """Bring the halves of a saved row up to date. `before` are its texts, by column, as they were.

    Where one half changed and the other did not, the changed one is its translation if it was so before, or if it was
    empty until now; else it was written by itself, and a translation of it is out of date unless the edit was `minor`.
    Where both changed, the one in the language `written_in` came first.
    """
    kept = {(field, language): state for (_m, _pk, field, language), state in _kept([row]).items()}
    for field in kind_of(row).text_names:
        changed = [one for one in LANGUAGES if text_of(row, field, one) != before.get(f"{field}_{one}", "")]
        if not changed:
            continue
        translated = other(written_in) if len(changed) > 1 else changed[0]
        if len(changed) > 1 or _is_translation(row, field, translated, before, kept):
            mark_translated(row, field, translated)
        elif minor:
            _follow(row, field, other(translated), kept.get((field, other(translated))))


def _is_translation(row: PlanRow, field: str, language: str, before: dict[str, str], kept: dict[Any, Any]) -> bool:
    """Whether a half that changed alone is the translation of the other."""
    if not text_of(row, field, other(language)):
        return False
    mine, theirs = kept.get((field, language)), kept.get((field, other(language)))
    if theirs is not None and theirs.source_language == language:
        return False
    return mine is not None and bool(mine.source_language) or not before.get(f"{field}_{language}", "")


def mark_translated(row: PlanRow, field: str, language: str) -> None:
    """Keep that a half is the translation of the other as it is now; what is empty is no translation."""
    source = text_of(row, field, other(language))
    place = _place(row, field)
    if not source or not text_of(row, field, language):
        TranslationState.objects.filter(**place).delete()
        return
    values = {"state": State.TRANSLATED, "source_language": other(language), "source_text": source}
    TranslationState.objects.update_or_create(**place, language=language, defaults=values)
    TranslationState.objects.filter(**place, language=other(language)).delete()


def _follow(row: PlanRow, field: str, language: str, state: TranslationState | None) -> None:
    """Let a translation stand, since what changed in its source said nothing new."""
    if state is not None and state.source_language:
        state.source_text = text_of(row, field, other(language))
        state.save(update_fields=["source_text"])


def _place(row: PlanRow, field: str) -> dict[str, Any]:
    return {"content_type": ContentType.objects.get_for_model(type(row)), "object_id": row.pk, "field": field}


def mark_checked(row: PlanRow, field: str, language: str) -> bool:
    """Keep that somebody checked a half against the other as it is now; False where there is nothing to check."""
    if not text_of(row, field, language) or not text_of(row, field, other(language)):
        return False
    values = {
        "state": State.CHECKED,
        "source_language": other(language),
        "source_text": text_of(row, field, other(language)),
    }
    TranslationState.objects.update_or_create(**_place(row, field), language=language, defaults=values)
    return True


def copy_states(pairs: Collection[tuple[PlanRow, PlanRow]]) -> None:
    """Give rows that were copied the states of those that they were copied from; pairs of old and new."""
    new = {(type(old), old.pk): copy for old, copy in pairs}
    states = []
    for (model, pk, field, language), state in _kept([old for old, _copy in pairs]).items():
        copy = new[(model, pk)]
        states.append(
            TranslationState(
                **_place(copy, field),
                language=language,
                state=state.state,
                source_language=state.source_language,
                source_text=state.source_text,
            )
        )
    TranslationState.objects.bulk_create(states)
