"""The tabs above the public pages of a cluster: each app adds those of the pages that it answers."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from governance.models import Body


@dataclass(frozen=True)
class Tab:
    """One public page of every cluster: where it leads, given the slug; `takes_day` where it can be had as at a day."""

    name: str
    title: Promise
    order: int
    address: Callable[[str], str]
    takes_day: bool = False


def at(route: str, **facts: str) -> Callable[[str], str]:
    """Return how the address of a route is made from the slug of a cluster."""
    return lambda slug: reverse(route, kwargs={"slug": slug, **facts})


@dataclass(frozen=True)
class Shown:
    """A tab of one cluster as a link."""

    name: str
    title: str
    href: str
    is_here: bool


TABS: list[Tab] = []


def tabs_of(cluster: Body, *, here: str, on: datetime.date | None) -> list[Shown]:
    """Return the tabs of a cluster; `on` is the day that a reader asked for, and goes along where a page takes it."""
    return [
        Shown(tab.name, str(tab.title), _address(tab, cluster, on), tab.name == here)
        for tab in sorted(TABS, key=lambda tab: tab.order)
    ]


def _address(tab: Tab, cluster: Body, on: datetime.date | None) -> str:
    asked = f"?on={on.isoformat()}" if on is not None and tab.takes_day else ""
    return tab.address(cluster.slug) + asked
