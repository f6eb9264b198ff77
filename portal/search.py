"""What can be found that no room has to itself: the pages of the portal, and the people who hold public offices."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.languages import LANGUAGES
from common.search.documents import Document, Kind, Shown, Synonymous, register
from governance.models import Appointment, Body, Office, Seat
from governance.offices.queries import public_seats_where


@dataclass(frozen=True)
class StandingPage:
    """A page that is always there: its address, its title, and one line of what it is."""

    name: str
    title: Promise
    line: Promise
    further: tuple[str, ...] = ()


PAGES = (
    StandingPage(
        "portal:home",
        _("Primary care clusters of Wales"),
        _("All clusters and health boards, and a map of them"),
        ("what is a cluster", "find a cluster", "beth yw clwstwr", "dod o hyd i glwstwr", "map", "Wales", "Cymru"),
    ),
    StandingPage(
        "indicators:summary",
        _("Indicators for all of Wales"),
        _("Every cluster on the key indicators, side by side"),
        ("compare clusters", "cymharu clystyrau", "summary", "league table", "crynodeb"),
    ),
    StandingPage(
        "indicators:catalogue",
        _("All indicators"),
        _("Every indicator, what it measures and where its figures come from"),
        ("list of indicators", "rhestr dangosyddion", "topics"),
    ),
    StandingPage(
        "indicators:methods",
        _("Methods"),
        _("How figures are worked out and compared"),
        ("confidence interval", "statistics", "significance", "cyfwng hyder", "ystadegau", "standardisation"),
    ),
    StandingPage(
        "indicators:releases",
        _("Releases and revisions"),
        _("When figures were published, and what changed"),
        ("download", "data", "csv", "lawrlwytho", "open data", "data agored"),
    ),
    StandingPage(
        "plans:library",
        _("Library of plans"),
        _("Every plan that is or was in force, health board by health board"),
        ("plans", "cynlluniau", "IMTP", "annual plan", "cynllun blynyddol"),
    ),
    StandingPage(
        "portal:about",
        _("About the figures"),
        _("Where the figures come from, and where every kind of them can be seen"),
        ("example", "help", "cymorth", "quality", "ansawdd"),
    ),
    StandingPage(
        "portal:sources",
        _("Data sources and licences"),
        _("Every file that the figures come from"),
        ("licence", "trwydded"),
    ),
    StandingPage(
        "portal:accessibility",
        _("Accessibility statement"),
        _("How well everybody can use this portal, and what to do if not"),
    ),
    StandingPage(
        "portal:privacy",
        _("Privacy and cookies"),
        _("What the portal keeps of whom"),
        ("GDPR", "personal data", "data protection", "cookie", "diogelu data"),
    ),
    StandingPage(
        "portal:contact",
        _("Help and contact"),
        _("Whom to ask about this portal"),
        ("email", "cysylltu", "e-bost", "feedback", "adborth"),
    ),
    StandingPage("portal:site_map", _("Site map"), _("Every kind of page, and every place and indicator by name")),
)


def pages(_on: datetime.date) -> Iterator[Document]:
    for page in PAGES:
        yield Document((*_both(page.title), *page.further), partial(_show_page, page))


def _show_page(page: StandingPage) -> Shown:
    return Shown(str(page.title), reverse(page.name), str(page.line))


def _both(words: Promise) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_in(words, language) for language in LANGUAGES))


def _in(words: Promise, language: str) -> str:
    with override(language):
        return str(words)


def people(on: datetime.date) -> Iterator[Document]:
    """Those who hold an office and agreed to be named; what they hold leads to the body."""
    related = ("body__area", "body__planninggroup", "body__collaborative")
    named = Appointment.objects.current(on=on).filter(is_named=True).values("seat")
    held = Q(pk__in=named) | Q(follows__in=named)
    for seat, public in public_seats_where(held & Q(body__is_example=False), *related, on=on):
        office = Office(seat.office).label
        around = (seat.body.name_en, seat.body.name_cy, *_both(office))
        for name in sorted({holder.name for holder in public.holders if holder.name}):
            yield Document((name,), partial(_show_person, name, seat), around=around)


def _show_person(name: str, seat: Seat) -> Shown:
    return Shown(name, address_of(seat.body), f"{seat.title}, {seat.body.name}")


def address_of(body: Body) -> str:
    """Return the public page of a body, of whatever kind."""
    for kind in ("planninggroup", "collaborative", "area"):
        found = getattr(body, kind, None)
        if found is not None:
            return found.get_absolute_url()
    return reverse("portal:home")


def register_kinds() -> None:
    """Say what the portal has to find by itself."""
    register(
        Kind("people", _("People in office"), 80, people, ("lead", "chair", "arweinydd", "cadeirydd")),
        Kind("pages", _("Pages"), 90, pages, synonyms=Synonymous.PART),
    )
