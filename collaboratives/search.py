"""Collaboratives by their own names, their professions and their clusters."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from collaboratives.models import Collaborative
from common.search.documents import PLACE, Document, Kind, Shown, Synonymous, register
from governance.models import Body


def collaboratives(on: datetime.date) -> Iterator[Document]:
    found = Collaborative.objects.real().current(on=on)
    for one in found.select_related("cluster", "profession"):
        profession = [(name, PLACE) for name in (one.profession.name_en, one.profession.name_cy)]
        around = (one.cluster.name_en, one.cluster.name_cy)
        yield Document((one.name_en, one.name_cy), partial(_show, one), tuple(profession), around)


def _show(one: Collaborative) -> Shown:
    line = f"{Body.Kind.COLLABORATIVE.label} · {one.profession.name} · {one.cluster.name}"
    return Shown(one.name, one.get_absolute_url(), line)


def register_kinds() -> None:
    """Say that collaboratives can be found."""
    words = ("collaborative", "cydweithredfa", "cydweithrediad")
    heading = _("Collaboratives")
    register(Kind("collaboratives", heading, 50, collaboratives, words, synonyms=Synonymous.PART))
