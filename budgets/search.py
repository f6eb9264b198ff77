"""Budget lines within somebody's reach, as something to be found."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budgets.models import BudgetLine
from budgets.policies import lines_within
from common.search.documents import NEARLY_A_NAME, PLACE, Document, Kind, Shown, register_in_reach
from governance.powers.permissions import Permission
from governance.powers.policies import Powers


def lines(powers: Powers) -> Iterator[Document]:
    """Budget lines by title, codes and who is paid; the stream and the body narrow."""
    if powers.holds(Permission.SEE_BUDGETS):
        found = lines_within(powers, Permission.SEE_BUDGETS).select_related("body", "stream", "year").distinct()
        for line in found.order_by("-year__first_year", "pk"):
            codes = (line.cost_centre, line.subjective_code, line.organisation_code)
            further = [(text, NEARLY_A_NAME) for text in (*codes, line.organisation) if text]
            further += [(name, PLACE) for name in (line.stream.name_en, line.stream.name_cy)]
            around = (line.body.name_en, line.body.name_cy, str(line.year))
            yield Document((line.title_en, line.title_cy), partial(_show, line), tuple(further), around)


def _show(line: BudgetLine) -> Shown:
    text = line.title or line.title_en or line.title_cy
    about = f"{line.body.name} · {line.stream} · {line.year}"
    return Shown(text, reverse("budgets:line", kwargs={"key": line.pk}), about)


def register_kinds() -> None:
    """Say that budget lines in reach can be found."""
    words = ("budget", "line", "cyllideb", "llinell")
    register_in_reach(Kind("lines", _("Budget lines in your reach"), 65, lines, words))
