"""Collaboratives by their own names, their professions and their clusters."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.models import Collaborative
from common.search.documents import PLACE, Document, Kind, Shown, register


def collaboratives(on: datetime.date) -> Iterator[Document]:
    found = Collaborative.objects.real().current(on=on)
    for one in found.select_related("cluster", "profession"):
        profession = [(name, PLACE) for name in (one.profession.name_en, one.profession.name_cy)]
        around = (one.cluster.name_en, one.cluster.name_cy)
        yield Document((one.name_en, one.name_cy), partial(_show, one), tuple(profession), around)


def _show(one: Collaborative) -> Shown:
    facts = {"profession": one.profession.name, "cluster": one.cluster.name}
    line = _("Collaborative. Profession: %(profession)s. Cluster: %(cluster)s") % facts
    return Shown(one.name, one.get_absolute_url(), line)


def register_kinds() -> None:
    """Say that collaboratives can be found."""
    words = ("collaborative", "cydweithredfa", "cydweithrediad")
    heading = gettext_lazy("Collaboratives")
    register(Kind("collaboratives", heading, 50, collaboratives, words, takes_synonyms=True))
