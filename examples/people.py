"""The people of the Example Health Board: one account for each office, and the cases that come up among holders.

Everything is entered through the same actions that people use, as on the day `START`: two national administrators are
appointed, one nominates and the other confirms.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts import audit
from accounts.models import Person
from clusters.areas import actions as area_actions
from clusters.models import Area, PlanningGroup, Upload
from clusters.naming import found_by
from clusters.seat_actions import STANDARD
from clusters.uploads import actions as upload_actions
from collaboratives.actions import open_collaborative
from collaboratives.models import Collaborative, Profession
from common.loading import digest_of
from common.models import LoadedFiles
from common.tabular import Row, Table
from common.welsh import english_sort_key, sort_key
from governance.models import RULES, Basis, Body, Office, Seat
from governance.offices import actions
from governance.powers.permissions import OFFICES_WITH_SECOND_FACTOR

PEOPLE, PROVIDERS = "example_people.csv", "example_providers.csv"
COLUMNS = ("email", "name", "office", "body", "basis", "days")
NAME = "example people"
START = datetime.date(2025, 4, 1)
MERGED_ON = datetime.date(2024, 4, 1)
OPENED_ON = datetime.date(2020, 4, 1)
# Two clusters that became part of a third: what an earlier address says can be seen on them.
MERGED = (("Example Hill", "Enghraifft y Bryn"), ("Example Valley", "Enghraifft y Dyffryn"))
INTO, REASON = "example-east", "An invented merger, to show what an earlier address says."
VACANT = "example-north"
GROUP = ("Example Planning Group", "Grŵp Cynllunio Enghreifftiol")
PROFESSIONS = ("gms", "community-pharmacy", "optometry")


def password() -> str:
    """Return the password of all example people: it follows from the secret of this portal, so no other has it."""
    return salted_hmac("example people", "password").hexdigest()[:16]


def rows(folder: Path) -> list[Row]:
    return list(Table(folder / PEOPLE, columns=COLUMNS))


def addresses(folder: Path) -> list[str]:
    """Return the e-mail addresses of the example people."""
    return [row.text("email") for row in rows(folder)]


@transaction.atomic
def load_example_people(*, folder: Path, at: datetime.datetime, on: datetime.date) -> int | None:
    """Appoint the example people; return how many, or None where exactly these files were loaded before."""
    digest = digest_of([folder / PEOPLE, folder / PROVIDERS])
    if LoadedFiles.objects.filter(name=NAME, digest=digest).exists():
        return None
    lines = rows(folder)
    # One hash for all: to make one takes long on purpose.
    hashed = make_password(password())
    setting = _Setting(at, *(_entered(row, hashed) for row in lines[:2]))
    _open_group(at)
    setting.open_collaboratives()
    setting.open_seats()
    setting.merge_clusters()
    setting.enter_providers(folder / PROVIDERS)
    for row in lines[2:]:
        setting.appoint(row, _entered(row, hashed), on=on)
    setting.leave_vacant(on=on)
    LoadedFiles.objects.update_or_create(name=NAME, defaults={"digest": digest, "loaded_at": at})
    return len(lines)


def _entered(row: Row, hashed: str) -> Person:
    """Return the person of a row, able to sign in; with a second factor where their office asks for one."""
    person = Person.objects.create(email=row.text("email"), name=row.text("name"), language="en", password=hashed)
    if row.text("office") in OFFICES_WITH_SECOND_FACTOR:
        TOTP.activate(person, generate_totp_secret())
    return person


def _open_group(at: datetime.datetime) -> None:
    """Enter the planning group of the example board; it has no area, so it covers no cluster."""
    english, welsh = GROUP
    with audit.recorded("collaboratives.open_example_group", by=None, at=at) as record:
        group = PlanningGroup.objects.create(
            parent=_body("example"),
            is_example=True,
            name_en=english,
            name_cy=welsh,
            slug_en="example-planning-group",
            slug_cy="grwp-cynllunio-enghreifftiol",
            source="Invented, to show how the portal works",
            sort_key_en=english_sort_key(english),
            sort_key_cy=sort_key(welsh),
            search_text=found_by(english, welsh)["search_text"],
        )
        audit.about(record, group)


def _body(name: str) -> Body:
    """Return an example body, or Wales, by its address; a collaborative by those of its cluster and profession."""
    cluster, _slash, profession = name.partition("/")
    if profession:
        found: Body = Collaborative.objects.get(cluster__slug_en=cluster, profession__code=profession)
        return found
    if name == "wales":
        return Body.objects.get(body_kind=Body.Kind.NATION, is_example=False)
    return Body.objects.get(slug_en=name, is_example=True)


@dataclass
class _Setting:
    """The example board while it is being filled by its two administrators."""

    at: datetime.datetime
    one: Person
    other: Person

    def __post_init__(self) -> None:
        for person in (self.one, self.other):
            actions.appoint_first(nation=_body("wales"), person=person, at=self.at, on=START)

    @property
    def who(self) -> dict[str, object]:
        return {"by": self.one, "at": self.at, "on": START}

    @cached_property
    def clusters(self) -> list[Area]:
        return list(Area.objects.filter(kind=Area.Kind.CLUSTER, is_example=True).current(on=START).order_by("slug_en"))

    def open_collaboratives(self) -> None:
        """Open collaboratives in the first cluster alone: in the others none has formed yet."""
        for code in PROFESSIONS:
            profession = Profession.objects.get(code=code)
            open_collaborative(cluster=self.clusters[0], profession=profession, start=START, **self.who)

    def open_seats(self) -> None:
        """Open the standard seats of the example bodies and those that only the example shows."""
        for cluster in self.clusters:
            self._open(cluster, *STANDARD[Body.Kind.CLUSTER])
        self._open(_body("example"), *STANDARD[Body.Kind.HEALTH_BOARD], Office.SUPPORT_OFFICER)
        group = _body("example-planning-group")
        self._open(group, Office.PLANNING_GROUP_CHAIR, Office.PARTNERSHIP_BOARD)
        names = {"name_en": "Example partner organisation", "name_cy": "Sefydliad partner enghreifftiol"}
        for body, office in ((group, Office.PLANNING_GROUP_MEMBER), (self.clusters[0], Office.CLUSTER_MEMBER)):
            actions.open_seat(body=body, office=office, **names, **self.who)
        for cluster in self.clusters:
            lead = Seat.objects.get(body=cluster, office=Office.CLUSTER_LEAD)
            member = Office.PLANNING_GROUP_MEMBER
            actions.open_seat(body=group, office=member, represents=cluster, follows=lead, **self.who)

    def _open(self, body: Body, *offices: Office) -> None:
        for office in offices:
            actions.open_seat(body=body, office=office, **self.who)

    def merge_clusters(self) -> None:
        board, into = _body("example"), Area.objects.get(slug_en=INTO, is_example=True)
        merged = [
            area_actions.open_cluster(
                cluster=area_actions.new_cluster(board=board, name_en=english, name_cy=welsh, start=OPENED_ON),
                reason=REASON,
                **self.who,
            )
            for english, welsh in MERGED
        ]
        change = area_actions.merge(merged, into, start=MERGED_ON)
        area_actions.reorganise(change, deed="merge", reason=REASON, **self.who)

    def enter_providers(self, file: Path) -> None:
        sent = {"kind": Upload.Kind.PROVIDERS, "name": file.name, "content": file.read_bytes()}
        upload_actions.confirm(upload=upload_actions.upload(**sent, **self.who), **self.who)

    def appoint(self, row: Row, person: Person, *, on: datetime.date) -> None:
        """Appoint the person of a row from `START`; for so many days from today where the row says so."""
        body, office, days = _body(row.text("body")), Office(row.text("office")), row.optional("days")
        start = on if days else START
        nomination = actions.nominate(
            seat=self._seat(body, office),
            person=person,
            basis=Basis.JOINT if RULES[office].is_shared else Basis(row.text("basis")),
            start=start,
            until=on + datetime.timedelta(days=int(days)) if days else None,
            by=self.one,
            at=self.at,
            on=start,
        )
        actions.confirm(appointment=nomination, by=self.other, at=self.at, on=start)

    def leave_vacant(self, *, on: datetime.date) -> None:
        """Say of one lead's seat that nobody holds it; of the others without holders nothing is told."""
        seat = self._seat(_body(VACANT), Office.CLUSTER_LEAD)
        actions.declare_vacant(seat=seat, since=START, by=self.one, at=self.at, on=on)

    def _seat(self, body: Body, office: Office) -> Seat:
        """Return the seat of an office that is held by appointment; open it where the body has none yet."""
        found = Seat.objects.filter(body=body, office=office, follows=None).order_by("pk").first()
        return found or actions.open_seat(body=body, office=office, **self.who)


def is_loaded() -> bool:
    return LoadedFiles.objects.filter(name=NAME).exists()


def refuse_in_production() -> None:
    """Raise where real people work: invented accounts must never stand beside theirs."""
    if settings.PRODUCTION:
        raise PermissionError("Example people belong to a development machine: production does not take them.")
