"""Clusters opened, renamed, merged, divided and closed: rows move on the day, old addresses say what happened."""

from functools import partial

import pytest
from django.utils import translation

from accounts.models import AuditRecord
from clusters.areas import actions
from clusters.areas.presenters import renaming_rows
from clusters.models import Area, Assignment, Membership
from collaboratives.actions import open_collaborative
from collaboratives.models import Collaborative
from common.dated import from_day
from common.errors import Refused
from governance.models import Appointment, BodyAlias, Office, Seat, Succession
from governance.powers.policies import NotAllowed, powers_of
from tests.clusters.administering import DAY, LATER, Country
from tests.factories import (
    AT,
    ON,
    AppointmentFactory,
    AssignmentFactory,
    CollaborativeFactory,
    MembershipFactory,
    PersonFactory,
    ProfessionFactory,
    ProviderFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return Country()


def new(country: Country, name: str = "Example Whole", welsh: str = "Enghraifft Gyfan") -> Area:
    return actions.new_cluster(
        board=country.board, name_en=name, name_cy=welsh, start=LATER, local_authority=country.authority
    )


def carried_out(change, country: Country, deed: str = "merge", **more):
    return actions.reorganise(change, deed=deed, **{**country.who, **more})


def _address(body: Collaborative, language: str) -> str:
    with translation.override(language):
        return body.get_absolute_url()


def state() -> list:
    governed = (Area, Membership, Assignment, Seat, Appointment, Succession, BodyAlias)
    return [list(model.objects.order_by("pk").values()) for model in governed]


def test_two_clusters_become_a_new_one_with_their_members_small_areas_and_seats(country):
    small_area = AssignmentFactory(cluster=country.two).small_area
    lead = AppointmentFactory(seat=SeatFactory(body=country.one), during=from_day(ON))
    collaborative = CollaborativeFactory(cluster=country.one)
    whole = new(country)

    carried_out(actions.merge([country.one, country.two], whole, start=LATER), country)

    on_the_day = Membership.objects.current(on=LATER).filter(provider=country.practice)
    assert list(on_the_day.values_list("cluster", flat=True)) == [whole.pk]
    assigned = [Assignment.objects.current(on=LATER + n * DAY).get(small_area=small_area) for n in (-1, 0)]
    assert [one.cluster_id for one in assigned] == [country.two.pk, whole.pk]
    closed = Area.objects.filter(pk__in=[country.one.pk, country.two.pk]).values_list("closed_on", flat=True)
    assert set(closed) == {LATER}
    collaborative.refresh_from_db()
    assert (collaborative.closed_on, collaborative.state_on(on=LATER)) == (LATER, "ended")
    lead.refresh_from_db()
    assert lead.last_day == LATER - DAY
    assert powers_of(lead.person, on=LATER).grants == ()
    member = Seat.objects.get(body=country.group, represents=whole)
    assert (member.follows.body_id, member.follows.office) == (whole.pk, Office.CLUSTER_LEAD)
    assert Succession.objects.filter(successor=whole, on=LATER).count() == 2


def test_a_cluster_becomes_part_of_one_that_goes_on(country):
    spanning = ProviderFactory(kind="other_service", registered_patients=None)
    for cluster in (country.one, country.two):
        MembershipFactory(provider=spanning, cluster=cluster, spans_clusters=True)

    carried_out(actions.merge([country.one], country.two, start=LATER), country)

    for provider in (country.practice, spanning):
        current = Membership.objects.current(on=LATER).filter(provider=provider)
        assert list(current.values_list("cluster", flat=True)) == [country.two.pk]


def test_a_cluster_is_divided_and_its_small_areas_wait_for_a_new_best_fit(country):
    other = MembershipFactory(cluster=country.one).provider
    AssignmentFactory(cluster=country.one)
    parts = [new(country, f"Example Part {n}", f"Enghraifft Rhan {n}") for n in (1, 2)]
    homes = {country.practice.pk: parts[0], other.pk: parts[1]}

    carried_out(actions.split(country.one, parts, homes, start=LATER), country, "split")

    current = Membership.objects.current(on=LATER)
    found = {one.provider_id: one.cluster_id for one in current.filter(provider__in=homes)}
    assert found == {provider: part.pk for provider, part in homes.items()}
    assert not Assignment.objects.current(on=LATER).filter(cluster__in=parts).exists()


def test_a_cluster_closes_and_nobody_takes_over(country):
    carried_out(actions.close(country.one, start=LATER), country, "close")

    assert not Membership.objects.current(on=LATER).filter(provider=country.practice).exists()
    assert Membership.objects.current(on=LATER - DAY).filter(provider=country.practice).exists()


def test_the_old_address_of_a_merged_cluster_says_what_happened_in_both_languages(country, client, moved_clock):
    whole = new(country)
    carried_out(actions.merge([country.one, country.two], whole, start=LATER), country)
    moved_clock(f"{LATER.isoformat()}T10:00:00+00:00")

    english = client.get(f"/en/clusters/{country.one.slug_en}/")
    welsh = client.get(f"/cy/clystyrau/{country.one.slug_cy}/")

    assert (english.status_code, welsh.status_code) == (410, 410)
    assert "1 April 2026" in english.content.decode()
    assert f"/en/clusters/{whole.slug_en}/" in english.content.decode()
    assert "1 Ebrill 2026" in welsh.content.decode()
    assert f"/cy/clystyrau/{whole.slug_cy}/" in welsh.content.decode()


def test_the_page_of_the_cluster_that_took_over_names_the_earlier_ones_and_its_boundaries(country, client, moved_clock):
    whole = new(country)
    carried_out(actions.merge([country.one, country.two], whole, start=LATER), country)
    moved_clock(f"{LATER.isoformat()}T10:00:00+00:00")

    said = client.get(f"/en/clusters/{whole.slug_en}/").content.decode()

    assert country.one.name_en in said
    assert country.two.name_en in said
    figures = client.get(f"/en/clusters/{whole.slug_en}/indicators/").content.decode()
    assert "Those from before the change were published for the earlier clusters." in figures


def test_a_renamed_cluster_keeps_its_old_addresses(country, client):
    old = (country.one.slug_en, country.one.slug_cy)
    names = {"name_en": "Example Renamed", "name_cy": "Enghraifft Newydd", "name_cy_status": "proposed"}

    actions.rename(cluster=country.one, **names, **country.who)

    english, welsh = client.get(f"/en/clusters/{old[0]}/"), client.get(f"/cy/clystyrau/{old[1]}/")
    assert (english.status_code, english["Location"]) == (301, "/en/clusters/example-renamed/")
    assert (welsh.status_code, welsh["Location"]) == (301, "/cy/clystyrau/enghraifft-newydd/")


def test_what_is_called_after_a_cluster_is_renamed_with_it_and_keeps_its_old_addresses(country, client):
    pharmacy = ProfessionFactory(name_en="Pharmacy of tests", name_cy="Fferylliaeth profion")
    going_on = open_collaborative(cluster=country.one, profession=pharmacy, start=ON, **country.who)
    ended = CollaborativeFactory(cluster=country.one, closed_on=ON - DAY, state="ended")
    names = {"name_en": "Example Renamed", "name_cy": "Enghraifft Newydd"}
    shown = renaming_rows(country.one, names)
    before = [_address(going_on, language) for language in ("en", "cy")]

    actions.rename(cluster=country.one, **names, name_cy_status="proposed", **country.who)

    renamed = Collaborative.objects.get(pk=going_on.pk)
    assert renamed.name_en == "Example Renamed: Pharmacy of tests"
    assert renamed.name_cy == "Enghraifft Newydd: Fferylliaeth profion"
    assert "enghraifft newydd" in renamed.search_text
    called = ["Example Renamed / Enghraifft Newydd", actions.names_of(renamed)]
    assert [row[1] for row in shown] == [f"It is called: {one}" for one in called]
    assert Collaborative.objects.get(pk=ended.pk).name_en == ended.name_en
    english, welsh = (client.get(address) for address in before)
    assert (english.status_code, english["Location"]) == (301, "/en/collaboratives/example-renamed-pharmacy-of-tests/")
    assert welsh.status_code == 301
    assert client.get(english["Location"]).status_code == client.get(welsh["Location"]).status_code == 200
    assert client.get("/en/collaboratives/never-was/").status_code == 404


def test_an_address_that_was_the_same_in_both_languages_leads_on(country, client):
    for english, welsh in (("Llyn", "Llŷn"), ("Example Renamed", "Enghraifft Newydd")):
        names = {"name_en": english, "name_cy": welsh, "name_cy_status": "proposed"}
        actions.rename(cluster=Area.objects.get(pk=country.one.pk), **names, **country.who)

    assert client.get("/en/clusters/llyn/")["Location"] == "/en/clusters/example-renamed/"


def test_a_name_that_comes_back_takes_its_address_back(country, client):
    old = {"name_en": country.one.name_en, "name_cy": country.one.name_cy, "name_cy_status": "seen"}
    new_names = {"name_en": "Example Renamed", "name_cy": "Enghraifft Newydd", "name_cy_status": "proposed"}
    actions.rename(cluster=country.one, **new_names, **country.who)

    actions.rename(cluster=country.one, **old, **country.who)

    assert client.get(f"/en/clusters/{country.one.slug_en}/").status_code == 200
    assert client.get("/en/clusters/example-renamed/")["Location"] == f"/en/clusters/{country.one.slug_en}/"


@pytest.mark.parametrize("deed", ["taken address", "old address", "past", "other board", "later member", "later term"])
def test_what_is_refused_changes_nothing(country, deed):
    by = _national(country)
    if deed == "later term":
        AppointmentFactory(seat=SeatFactory(body=country.one), during=from_day(LATER + DAY))
    if deed == "later member":
        MembershipFactory(cluster=country.one, during=from_day(LATER + DAY))
    old = country.two.name_en
    if deed == "old address":
        names = {"name_en": "Example Renamed", "name_cy": "Enghraifft Newydd", "name_cy_status": "proposed"}
        actions.rename(cluster=country.two, **names, **country.who)
    before, records = state(), AuditRecord.objects.count()

    merged = partial(actions.merge, [country.one], country.two, start=LATER)
    deeds = {
        "taken address": lambda: new(country, country.two.name_en),
        "old address": lambda: new(country, old),
        "past": lambda: carried_out(actions.close(country.one, start=ON - DAY), country),
        "other board": lambda: carried_out(
            actions.merge([country.one], country.elsewhere, start=LATER), country, by=by
        ),
        "later member": lambda: carried_out(merged(), country),
        "later term": lambda: carried_out(merged(), country),
    }
    with pytest.raises(Refused):
        deeds[deed]()

    assert (state(), AuditRecord.objects.count()) == (before, records)


def _national(country: Country):
    seat = SeatFactory(office=Office.NATIONAL_ADMINISTRATOR, body=country.board.parent)
    return AppointmentFactory(seat=seat, basis="joint", during=from_day(ON)).person


def test_somebody_without_the_power_changes_nothing(country):
    before = state()
    change = actions.merge([country.one, country.two], new(country), start=LATER)

    with pytest.raises(NotAllowed):
        actions.reorganise(change, deed="merge", by=PersonFactory(), at=AT, on=ON)
    with pytest.raises(NotAllowed):
        carried_out(actions.merge([country.elsewhere], country.elsewhere, start=LATER), country)

    assert state() == before
