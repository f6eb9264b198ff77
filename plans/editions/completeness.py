"""How complete an edition is: section by section, language by language, and in sentences what it still lacks.

A section is complete when somebody declared it so and it says something: in one language at least, or by its rows.
Whether both languages are there is asked at publication. The part of a collaborative may stay untouched; once begun it
is to be completed like the rest.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from plans.editions.kinds import KINDS
from plans.editions.languages import LANGUAGES, text_of
from plans.editions.lists import LISTS, Brief, briefs_of
from plans.models import Edition, Section, SectionStatus, TemplateSection, Visibility


@dataclass(frozen=True)
class Part:
    """A section as its template has it, with its text, the parts of collaboratives, and the rows that stand in it."""

    template: TemplateSection
    own: Section
    parts: Sequence[Section]
    rows: dict[str, list[Brief]]

    @property
    def is_written(self) -> bool:
        return any(self.rows.values()) or any(text_of(self.own, "text", one) for one in LANGUAGES)

    @property
    def is_complete(self) -> bool:
        return self.own.status == SectionStatus.COMPLETED and self.is_written and not self.unfinished

    @property
    def unfinished(self) -> list[Section]:
        """The parts of collaboratives that were begun and are not completed."""
        resting = (SectionStatus.NOT_STARTED, SectionStatus.COMPLETED)
        return [part for part in self.parts if part.status not in resting]


@dataclass(frozen=True)
class Completeness:
    """All sections of an edition, in the order of the template."""

    sections: Sequence[Part]

    @property
    def required(self) -> list[Part]:
        return [part for part in self.sections if part.template.is_required]

    @property
    def complete(self) -> int:
        """How many of the required sections are complete."""
        return sum(part.is_complete for part in self.required)

    def written(self, language: str) -> int:
        """How many sections have a text in a language."""
        return sum(bool(text_of(part.own, "text", language)) for part in self.sections)


def completeness_of(edition: Edition, visibilities: frozenset[str] = frozenset(Visibility)) -> Completeness:
    """Return how complete an edition is, counting the rows of some visibilities: three queries."""
    texts: dict[str, list[Section]] = {}
    for row in edition.section_rows.select_related("collaborative").order_by("order", "pk"):
        texts.setdefault(row.code, []).append(row)
    rows = briefs_of(edition, visibilities)
    round_ = edition.plan.round
    templates = round_.template.sections.all() if round_ else ()
    return Completeness([_part(one, texts[one.code], rows) for one in templates if one.code in texts])


def _part(template: TemplateSection, texts: list[Section], rows: dict[str, list[Brief]]) -> Part:
    own = next(row for row in texts if row.collaborative_id is None)
    parts = [row for row in texts if row.collaborative_id is not None]
    return Part(template, own, parts, {code: rows.get(code, []) for code in LISTS[template.rows]})


@dataclass(frozen=True)
class Gap:
    """Something that an edition lacks: in a sentence, and the section in which it is put right."""

    words: str
    section: Section


def missing(edition: Edition) -> list[str]:
    """Return what an edition lacks before the body can declare it agreed, each in a sentence; empty where nothing."""
    return [gap.words for gap in gaps_of(edition)]


def gaps_of(edition: Edition) -> list[Gap]:
    """Return what an edition lacks before the body can declare it agreed, with where each is put right."""
    found = completeness_of(edition)
    return [gap for part in found.sections for gap in _lacking(part)] + _untitled(found)


def _lacking(part: Part) -> list[Gap]:
    named = {"section": str(part.template)}
    gaps = []
    if part.template.is_required and not part.is_written:
        gaps.append(Gap(_("Nothing is written in this section: %(section)s.") % named, part.own))
    elif part.template.is_required and part.own.status != SectionStatus.COMPLETED:
        gaps.append(Gap(_("This section is not marked as completed: %(section)s.") % named, part.own))
    for one in part.unfinished:
        values = {**named, "collaborative": one.collaborative.name}
        gaps.append(Gap(_("This part is begun and not completed: %(section)s, %(collaborative)s.") % values, one))
    return gaps


def _untitled(found: Completeness) -> list[Gap]:
    counts: Counter[str] = Counter()
    places: dict[str, Section] = {}
    for part in found.sections:
        for code, rows in part.rows.items():
            counts[code] += sum(not row.has_title for row in rows)
            places[code] = part.own
    words = _("%(rows)s without a title: %(count)s.")
    return [
        Gap(words % {"rows": KINDS[code].many, "count": count}, places[code]) for code, count in counts.items() if count
    ]
