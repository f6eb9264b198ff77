"""Which declared interests name the organisation that a budget line pays."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from budgets.models import BudgetLine
from common.ordering import by_name
from governance.models import Body, Interest, holders


def interests_in(
    lines: Iterable[BudgetLine], body: Body, *, on: datetime.date, also: Person | None = None
) -> list[Interest]:
    """Return the interests, in force on a day, of members of a body that name whom some lines pay.

    `also` is somebody whose own are looked at too, such as whoever decides.
    """
    named = Q(pk=None)
    for line in lines:
        if line.organisation_code:
            named |= Q(organisation_code=line.organisation_code)
        if line.organisation:
            named |= Q(organisation__iexact=line.organisation)
    if named == Q(pk=None):
        return []
    people = Q(person__in=holders(body, on=on).order_by().values("pk"))
    people |= Q(person=also) if also else Q()
    found = Interest.objects.filter(named, people, during__contains=on).select_related("person")
    return list(found.order_by(*by_name("person__name")))


def interest_words(found: list[Interest], *, sees: bool) -> list[str]:
    """Return the interests of members beside a line; who may not read them learns only that there are some."""
    if not found:
        return []
    if not sees:
        return [_("A member of this body declared an interest in whom this line pays.")]
    return [f"{one.person.name}: {one.organisation}, {one.get_nature_display()}" for one in found]
