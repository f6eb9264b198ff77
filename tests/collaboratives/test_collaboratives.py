"""Collaboratives: opened with their seats, described, ended; what is refused changes nothing."""

import pytest

from accounts.models import AuditRecord
from collaboratives.actions import change_state, describe, load_professions, open_collaborative
from collaboratives.models import Collaborative, Profession
from common.dated import from_day
from common.errors import Refused
from governance.models import Office, Seat
from governance.powers.policies import NotAllowed, powers_of, seats_held
from tests.clusters.administering import DAY, LATER, Country
from tests.factories import AT, ON, AppointmentFactory, PersonFactory, ProfessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return Country()


@pytest.fixture
def pharmacy() -> Profession:
    return ProfessionFactory(code="pharmacy-here", name_en="Community pharmacy", name_cy="Fferylliaeth gymunedol")


def opened(country: Country, profession: Profession, **changes) -> Collaborative:
    values = {"cluster": country.one, "profession": profession, "start": ON, **country.who}
    return open_collaborative(**{**values, **changes})


def test_the_shipped_professions_are_loaded_once(settings):
    Profession.objects.all().delete()

    first = load_professions(folder=settings.DATA_DIR, at=AT)
    again = load_professions(folder=settings.DATA_DIR, at=AT)

    codes = list(Profession.objects.values_list("code", flat=True))
    assert (first.added["profession"], again) == (7, None)
    assert codes[:4] == ["gms", "community-pharmacy", "optometry", "dentistry"]
    assert Profession.objects.get(code="dentistry").name_cy == "Deintyddiaeth"


def test_a_collaborative_opens_with_its_seats_and_its_lead_sits_in_the_cluster(country, pharmacy):
    made = opened(country, pharmacy)

    lead = Seat.objects.get(body=made, office=Office.COLLABORATIVE_LEAD)
    person = AppointmentFactory(seat=lead, during=from_day(LATER, LATER + DAY)).person
    held = [set(seats_held(person, on=LATER + n * DAY).values_list("office", flat=True)) for n in (-1, 0, 1)]
    assert set(made.seats.values_list("office", flat=True)) == {
        Office.COLLABORATIVE_LEAD,
        Office.DEPUTY,
        Office.COLLABORATIVE_MEMBER,
    }
    assert held == [set(), {Office.COLLABORATIVE_LEAD, Office.CLUSTER_MEMBER}, set()]
    assert (made.name_en, made.slug_cy) == (
        f"{country.one.name_en}: Community pharmacy",
        f"{country.one.slug_cy}-fferylliaeth-gymunedol",
    )


def test_a_cluster_has_one_collaborative_of_a_profession_until_it_ends(country, pharmacy):
    first = opened(country, pharmacy, start=ON - 9 * DAY, reason="Entered late")

    with pytest.raises(Refused, match="already"):
        opened(country, pharmacy)
    change_state(collaborative=first, state="ended", day=ON, reason="Not wanted", **country.who)
    second = opened(country, pharmacy)

    assert second.slug_en == f"{first.slug_en}-2"


def test_when_a_collaborative_ends_its_seats_close_and_its_leads_powers_end(country, pharmacy):
    made = opened(country, pharmacy, start=ON - 9 * DAY, reason="Entered late")
    lead = Seat.objects.get(body=made, office=Office.COLLABORATIVE_LEAD)
    term = AppointmentFactory(seat=lead, during=from_day(ON - 5 * DAY))

    change_state(collaborative=made, state="ended", day=ON, reason="Not wanted", **country.who)

    term.refresh_from_db()
    assert term.last_day == ON - DAY
    assert powers_of(term.person, on=ON).grants == ()
    assert not Seat.objects.current(on=ON).filter(represents=made).exists()


def test_it_goes_from_forming_to_active_and_never_back(country, pharmacy):
    made = opened(country, pharmacy)

    active = change_state(collaborative=made, state="active", day=ON, **country.who)
    with pytest.raises(Refused):
        change_state(collaborative=made, state="forming", day=ON, **country.who)

    assert active.state == "active"


def test_its_lead_describes_it_in_both_languages_and_somebody_else_does_not(country, pharmacy):
    made = opened(country, pharmacy)
    lead = Seat.objects.get(body=made, office=Office.COLLABORATIVE_LEAD)
    person = AppointmentFactory(seat=lead, during=from_day(ON)).person
    texts = {"description_en": "What we do", "description_cy": "Beth a wnawn", "quorum": 3}

    describe(collaborative=made, by=person, at=AT, on=ON, **texts)
    with pytest.raises(NotAllowed):
        describe(collaborative=made, by=PersonFactory(), at=AT, on=ON, description_en="Something else")

    made.refresh_from_db()
    assert (made.description_en, made.description_cy, made.quorum) == ("What we do", "Beth a wnawn", 3)
    assert AuditRecord.objects.filter(action="collaboratives.describe").count() == 1


def test_somebody_without_the_power_opens_nothing(country, pharmacy):
    before = (Collaborative.objects.count(), Seat.objects.count())

    with pytest.raises(NotAllowed):
        opened(country, pharmacy, by=PersonFactory())
    with pytest.raises(NotAllowed):
        opened(country, pharmacy, cluster=country.elsewhere)

    assert (Collaborative.objects.count(), Seat.objects.count()) == before
