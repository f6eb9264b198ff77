"""What of an edition the public would miss in one of the languages: it stands between approval and publication."""

from collections.abc import Iterable

from plans.editions.content import rows_of
from plans.editions.languages import Half, Standing, halves_of
from plans.models import Edition, PlanRow, Section, TemplateSection, Visibility

LACKING = frozenset({Standing.MISSING, Standing.OUT_OF_DATE})


def lacking(edition: Edition, rows: Iterable[PlanRow] | None = None) -> list[Half]:
    """Return the halves of public texts that are missing or out of date, in the order of the plan.

    A text that nobody wrote in either language is missing only where it is needed: a row's title, the text of a
    required section. With the `rows` at hand it is two queries: the required sections, and how far the halves are.
    """
    if rows is None:
        rows = [row for found in rows_of(edition, {Visibility.PUBLIC}).values() for row in found]
    public = [row for row in rows if row.visibility == Visibility.PUBLIC]
    required = _required(edition)
    return [half for half in halves_of(edition, public) if half.standing in LACKING and _is_wanted(half, required)]


def _required(edition: Edition) -> frozenset[str]:
    """Return the codes of the sections that the template of an edition requires."""
    sections = TemplateSection.objects.filter(template__rounds__plans=edition.plan_id, is_required=True)
    return frozenset(sections.values_list("code", flat=True))


def _is_wanted(half: Half, required: frozenset[str]) -> bool:
    """Whether a half is to be there: it is needed, or the other half of the text is there."""
    if half.source:
        return True
    if isinstance(half.row, Section):
        return half.row.code in required and half.row.collaborative_id is None
    return half.field in half.kind.needed
