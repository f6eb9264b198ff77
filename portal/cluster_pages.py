"""The public pages of a cluster: its overview, its indicators, and its people and practices.

Each takes a cluster as `queries.cluster` returns it, with what was read along.
"""

import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgets.published.cards import money_card
from clusters import queries as places
from clusters.memberships.tables import PracticeTable
from clusters.models import Area, PopulationBasis, Provider
from clusters.presenters import area_map
from clusters.tabs import Tab, at, tabs_of
from collaboratives.presenters import lines, without_lead
from collaboratives.queries import seats_in
from common import clock
from governance.models import Office
from governance.offices.presenters import shown_to_the_public
from governance.offices.queries import contact_of, public_seats_where
from indicators.presenters.breakdowns import residents
from indicators.presenters.download_links import area_links
from indicators.presenters.neighbours import alike
from indicators.presenters.profile import Profile
from indicators.presenters.profile_chart import picture_links
from indicators.presenters.standing_out import Opening
from indicators.queries import key_findings
from plans.published.presenters import plans_of
from portal.presenters import Earlier, money_address, summary_address

TABS = [
    Tab("overview", _("Overview"), 10, at("portal:cluster"), takes_day=True),
    Tab("indicators", _("Indicators"), 20, at("portal:cluster_indicators"), takes_day=True),
    Tab("people", _("People and practices"), 50, at("portal:cluster_people"), takes_day=True),
]


def frame(cluster: Any, *, on: datetime.date) -> dict[str, Any]:
    """Return what each page of a cluster needs to lead to the others, on the same day."""
    tabs = tabs_of(cluster, here="", on=None if on == clock.today() else on)
    return {"subject": cluster, "on": on, "section": "clusters", "pages": {tab.name: tab.href for tab in tabs}}


def overview(cluster: Any, *, on: datetime.date) -> dict[str, Any]:
    """Return the answer in one screen: what and where it is, what stands out, what it plans, has and who leads it."""
    populations = places.populations(cluster)
    opening = Opening(cluster, on=on)
    practices = Provider.objects.in_cluster(cluster, on=on).filter(kind=Provider.Kind.GP_PRACTICE)
    lead = public_seats_where(Q(body=cluster, office=Office.CLUSTER_LEAD), on=on)
    return {
        **frame(cluster, on=on),
        "practice_count": practices.count(),
        "resident": populations.get(PopulationBasis.RESIDENT),
        "registered": populations.get(PopulationBasis.REGISTERED),
        "aliases": cluster.alias_names,
        "earlier": [Earlier.of(one) for one in cluster.earlier],
        "profile": opening,
        "plans": plans_of(cluster) if cluster.has_plan else [],
        "money": money_card(cluster, on=on) if cluster.has_money else None,
        "money_address": money_address(cluster, "cluster_money"),
        "seats": shown_to_the_public([seat for _seat, seat in lead]),
        "contact": contact_of(cluster, on=on),
    }


def indicators(cluster: Any, *, on: datetime.date) -> dict[str, Any]:
    """Return every key indicator of a cluster among all clusters of Wales."""
    populations = places.populations(cluster)
    profile = Profile(cluster, on=on)
    neighbours = [one for one in profile.every_cluster if one.parent_id == cluster.parent_id and one.pk != cluster.pk]
    return {
        **frame(cluster, on=on),
        "populations": populations,
        "resident": populations.get(PopulationBasis.RESIDENT),
        "registered": populations.get(PopulationBasis.REGISTERED),
        "earlier": cluster.earlier,
        "profile": profile,
        "downloads": area_links(profile, today=clock.today()),
        "picture_links": picture_links(profile),
        "neighbours": neighbours,
        "alike": alike(cluster, profile.every_cluster),
        "findings": key_findings(cluster),
        "breakdowns": residents(cluster, profile.wales),
        "summary_address": summary_address(cluster.parent.area),
    }


def people(cluster: Any, *, request: HttpRequest, on: datetime.date) -> dict[str, Any]:
    """Return who is in a cluster on a day: offices, collaboratives, practices, other providers, and where they are."""
    members = list(Provider.objects.in_cluster(cluster, on=on))
    practices = [one for one in members if one.kind == Provider.Kind.GP_PRACTICE]
    seats, led = seats_in(cluster, on=on)
    collaboratives = lines(led, on=on)
    authorities = [cluster.local_authority] if cluster.local_authority else []
    board = Area.objects.filter(kind=Area.Kind.CLUSTER, parent=cluster.parent).current(on=on).in_order()
    return {
        **frame(cluster, on=on),
        "practices": PracticeTable(practices, caption=gettext("GP practices in the cluster"), request=request),
        "others": [one for one in members if one.kind != Provider.Kind.GP_PRACTICE],
        "planning_groups": places.planning_groups_of(authorities, on=on),
        "map": area_map(board, here=cluster, practices=practices),
        "seats": shown_to_the_public(seats),
        "contact": contact_of(cluster, on=on),
        "collaboratives": collaboratives,
        "without_lead": without_lead(collaboratives),
    }
