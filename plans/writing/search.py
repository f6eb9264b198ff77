"""Plans that somebody may read while they are written, as something to be found."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.search.documents import NEARLY_A_NAME, Document, Kind, Shown, register_in_reach
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.editions.languages import LANGUAGES
from plans.models import Edition, Plan
from plans.writing.queries import latest_editions


def editions(powers: Powers) -> Iterator[Document]:
    """The latest edition of each plan in reach, whatever state it is in."""
    if powers.holds(Permission.READ_PLANS):
        for edition in latest_editions(powers):
            body = edition.plan.body
            names = (body.name_en, body.name_cy)
            titles = tuple((_title(edition.plan, language), NEARLY_A_NAME) for language in LANGUAGES)
            yield Document(names, partial(_show, edition), titles)


def _title(plan: Plan, language: str) -> str:
    with override(language):
        return plan.title


def _show(edition: Edition) -> Shown:
    line = _("Edition %(number)s") % {"number": edition.number} + f" · {edition.get_state_display()}"
    return Shown(str(edition.plan), reverse("plans:home", kwargs={"key": edition.pk}), line)


def register_kinds() -> None:
    """Say that plans in reach can be found."""
    words = ("plan", "plans", "draft", "cynllun", "drafft")
    register_in_reach(Kind("drafts", gettext_lazy("Plans in your reach"), 5, editions, words))
