"""What an edition lacks before it can be declared agreed."""

from django.utils.translation import gettext as _

from plans.halves import LANGUAGES, text_of
from plans.models import Edition, TemplateSection


def missing(edition: Edition) -> list[str]:
    """Return in a sentence each what an edition lacks: required sections in which nobody wrote in either language."""
    planning_round = edition.plan.round
    if planning_round is None:
        return []
    own = edition.section_rows.filter(collaborative__isnull=True)
    written = {row.code for row in own if any(text_of(row, "text", one) for one in LANGUAGES)}
    required = planning_round.template.sections.filter(is_required=True)
    return [_nothing(section) for section in required if section.code not in written]


def _nothing(section: TemplateSection) -> str:
    return _("Nothing is written in this section: %(section)s.") % {"section": str(section)}
