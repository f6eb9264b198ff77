"""Measure how long a full plan takes to open, save and compare, and how that grows with its earlier editions."""

import datetime
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from bench_common import client, judge, judge_most, prepared_database, report, start_portal, usually
from places import Refused, sentences_for_people

ROUNDS = usually(9, in_short=1)
REQUESTS = usually(4, in_short=1)
MOST = 1.25
MOST_QUERIES = 15
SECTIONS, ACTIONS, MILESTONES_EACH, EDITIONS = usually((14, 40, 3, 10), in_short=(3, 3, 1, 3))
AT = datetime.datetime(2026, 3, 9, 9, 30, tzinfo=datetime.UTC)
ON = AT.date()
WORDS = "What we will do together for the people of the cluster, and why it matters to them. " * 12


def run() -> None:
    """Print one line per deed and number of editions: milliseconds, queries, and the ratio to one edition."""
    with prepared_database("bench_plans") as address:
        start_portal(address)
        young, old = full_plan("one"), full_plan("ten")
        for _ in range(EDITIONS - 1):
            old = next_edition(old)
        young = next_edition(young)
        client().force_login(person())
        deeds = {"opens": opens, "opens_a_section": opens_a_section, "saves": saves, "compares": compares}
        for name, deed in deeds.items():
            _compare(name, deed, young, old)


def _compare(name: str, deed: Callable[[Any], None], young: Any, old: Any) -> None:
    rounds = [(seconds(deed, young), seconds(deed, old)) for _ in range(ROUNDS)]
    report(f"plan_{name}_first_edition", 1000 * median(one for one, _other in rounds), "ms")
    ratio = median(other / one for one, other in rounds)
    judge(f"plan_{name}_{EDITIONS}_editions", 1000 * median(two for _one, two in rounds), "ms", ratio=ratio, most=MOST)
    judge_most(f"queries_of_plan_{name}", queries(deed, old), "queries", MOST_QUERIES if name != "saves" else 60)


def seconds(deed: Callable[[Any], None], edition: Any) -> float:
    """Return the least of some times: what others do on the machine only adds."""
    found = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        deed(edition)
        found.append(time.perf_counter() - start)
    return min(found)


def queries(deed: Callable[[Any], None], edition: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as counted:
        deed(edition)
    return len(counted)


# --- what is measured ---


def opens(edition: Any) -> None:
    get("plans:home", edition.pk)


def opens_a_section(edition: Any) -> None:
    get("plans:section", edition.section_rows.values_list("pk", flat=True).first())


def saves(edition: Any) -> None:
    from plans.actions import save_row

    row = edition.section_rows.select_related("edition__plan__body").first()
    save_row(row=row, values={"text_en": f"{WORDS} {row.version}"}, version=row.version, by=person(), at=AT, on=ON)


def compares(edition: Any) -> None:
    get("plans:compare", edition.pk)


def get(name: str, key: int) -> None:
    from django.urls import reverse

    response = client().get(reverse(name, kwargs={"key": key}))
    if response.status_code != 200:
        raise Refused(f"{name} answered {response.status_code}.")


# --- what it is measured on ---


def person() -> Any:
    from accounts.models import Person

    return Person.objects.get_or_create(email="bench@example.org", defaults={"name": "Example Lead"})[0]


def full_plan(name: str) -> Any:
    """Make a cluster with a lead and a plan of 14 sections, 40 actions and 120 milestones; return its draft."""
    from clusters.models import Area
    from common.dated import from_day
    from governance.models import Appointment, Basis, Office, Seat
    from plans.actions import add_row, save_row, start_plan
    from plans.editions.kinds import KINDS
    from plans.models import PlanningRound, TemplateEdition, TemplateSection

    board = Area.objects.get(kind=Area.Kind.HEALTH_BOARD, is_example=True)
    names = {"name_en": name, "name_cy": name, "slug_en": f"bench-{name}", "slug_cy": f"bench-{name}"}
    cluster = Area.objects.create(kind=Area.Kind.CLUSTER, code=f"bench-{name}", parent=board, is_example=True, **names)
    seat = Seat.objects.create(body=cluster, office=Office.CLUSTER_LEAD)
    by = {"by": person(), "at": AT, "on": ON}
    Appointment.objects.create(
        seat=seat, person=person(), basis=Basis.SUBSTANTIVE, during=from_day(ON), nominated_at=AT, confirmed_at=AT
    )
    template, is_new = TemplateEdition.objects.get_or_create(code="bench", defaults={"kind": "cluster_imtp"})
    for number in range(SECTIONS if is_new else 0):
        TemplateSection.objects.create(
            template=template, code=f"section-{number}", order=number + 1, title_en="Section"
        )
    planning_round, _new = PlanningRound.objects.get_or_create(
        body=board, template=template, first_year=2030, defaults={"name_en": "Bench", "opens_on": ON}
    )
    edition = start_plan(body=cluster, planning_round=planning_round, **by)
    for row in edition.section_rows.select_related("edition__plan__body"):
        save_row(row=row, values={"text_en": WORDS, "text_cy": WORDS}, version=row.version, **by)
    for number in range(ACTIONS):
        titles = {"title_en": f"Action {number}", "title_cy": f"Cam gweithredu {number}", "why_en": WORDS}
        action = add_row(edition=edition, kind=KINDS["action"], values=titles, **by)
        for step in range(MILESTONES_EACH):
            values = {"title_en": f"Milestone {step}", "action": action.key, "due_on": ON}
            add_row(edition=edition, kind=KINDS["milestone"], values=values, **by)
    return edition


def next_edition(edition: Any) -> Any:
    """Freeze an edition as approval does, and start the one after it."""
    from plans.actions import start_edition
    from plans.editions.content import content_of, digest_of, frozen_data
    from plans.models import EditionState

    edition.content = content_of(edition)
    edition.digest, edition.frozen_at, edition.state = digest_of(frozen_data(edition)), AT, EditionState.APPROVED
    edition.save()
    return start_edition(plan=edition.plan, by=person(), at=AT, on=ON)


if __name__ == "__main__":
    with sentences_for_people():
        run()
