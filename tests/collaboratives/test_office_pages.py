"""Collaboratives opened, led from state to state and described over the pages."""

import pytest
from bs4 import BeautifulSoup

from collaboratives.actions import describe
from collaboratives.models import Collaborative
from common.addresses import page_address
from common.dated import from_day
from governance.models import Office
from tests.clusters.administering import DAY, NOW, Country
from tests.factories import ON, AppointmentFactory, CollaborativeFactory, ProfessionFactory, SeatFactory
from tests.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(client, moved_clock) -> Country:
    moved_clock(NOW)
    made = Country()
    client.force_login(made.by)
    return made


@pytest.fixture
def forming(country) -> Collaborative:
    return CollaborativeFactory(cluster=country.one, state="forming", opened_on=ON - 9 * DAY)


def at(name: str, key: int | None = None) -> str:
    return page_address(f"collaboratives:{name}", "en", **({"key": key} if key else {}))


def read(response, status: int = 200) -> BeautifulSoup:
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def checked(client, page: str, **given) -> tuple[str, dict[str, str]]:
    """Send answers; return what the check page says and what it would send."""
    soup = read(client.post(page, given))
    return words(soup.main), {one["name"]: one["value"] for one in soup.select("main input[type=hidden]")}


def test_a_collaborative_is_opened_after_its_seats_were_shown(client, country):
    profession = ProfessionFactory(name_en="Example optometry")
    page = at("open", country.one.pk)

    said, sent = checked(client, page, profession=profession.code, start="9 March 2026")
    unchanged = Collaborative.objects.exists()
    client.post(page, {**sent, "step": "confirm"})

    assert f"{country.one.name}: Example optometry Collaborative opens 9 March 2026" in said
    assert "Seat opens; the lead of the collaborative holds it" in said
    assert not unchanged
    assert Collaborative.objects.get(profession=profession).seats.count() == 3


def test_a_past_first_day_needs_a_reason_and_a_second_of_one_profession_is_refused(client, country, forming):
    profession = ProfessionFactory()
    page = at("open", country.one.pk)

    past = read(client.post(page, {"profession": profession.code, "start": "1 March 2026"}))
    second = read(client.post(page, {"profession": forming.profession.code, "start": "9 March 2026"}))

    assert "reason" in words(past.select_one(".nhsuk-error-summary"))
    assert "This cluster has a collaborative of this profession already." in words(second.main)
    assert Collaborative.objects.count() == 1


def test_one_that_forms_becomes_active_and_then_ends_with_its_seats(client, country, forming):
    term = AppointmentFactory(
        seat=SeatFactory(body=forming, office=Office.COLLABORATIVE_LEAD), during=from_day(ON - 5 * DAY)
    )
    page = at("change_state", forming.pk)

    said, sent = checked(client, page, state="active", day="8 March 2026", reason="Entered late")
    client.post(page, {**sent, "step": "confirm"})
    forming.refresh_from_db()
    became = (forming.state, forming.active_on)
    ending, sent = checked(client, page, state="ended", day="9 March 2026")
    client.post(page, {**sent, "step": "confirm"})

    assert "Collaborative becomes active 8 March 2026" in said
    assert became == ("active", ON - DAY)
    assert f"{term.person.name}, {term.seat.title} Term ends" in ending
    term.refresh_from_db()
    forming.refresh_from_db()
    assert (forming.state, term.last_day) == ("ended", ON - DAY)


def test_who_confirms_an_end_after_a_seat_was_opened_is_told(client, country, forming):
    page = at("change_state", forming.pk)
    _said, sent = checked(client, page, state="ended", day="9 March 2026")
    SeatFactory(body=forming, office=Office.DEPUTY)

    told = read(client.post(page, {**sent, "step": "confirm"}), 409)

    forming.refresh_from_db()
    assert "Check the change again." in words(told.main)
    assert forming.state == "forming"


def test_it_is_described_in_both_languages(client, country, forming):
    page = at("describe", forming.pk)
    seen = read(client.get(page)).select_one("[name=seen]")["value"]
    texts = {"description_en": "Example text", "description_cy": "Testun enghreifftiol", "quorum": "4"}

    assert client.post(page, {**texts, "seen": seen}).status_code == 302

    forming.refresh_from_db()
    assert (forming.description_en, forming.description_cy, forming.quorum) == (
        "Example text",
        "Testun enghreifftiol",
        4,
    )


def test_a_text_that_somebody_else_wrote_meanwhile_is_not_lost_nor_what_was_typed(client, country, forming):
    page = at("describe", forming.pk)
    seen = read(client.get(page)).select_one("[name=seen]")["value"]
    describe(collaborative=forming, description_en="Theirs", **country.who)

    told = read(client.post(page, {"description_en": "Mine", "seen": seen}), 409)

    forming.refresh_from_db()
    assert forming.description_en == "Theirs"
    assert "What stands there now" in words(told.main)
    assert "Description in English Theirs" in words(told.main)
    assert told.select_one("[name=description_en]").text.strip() == "Mine"
    again = told.select_one("[name=seen]")["value"]
    assert client.post(page, {"description_en": "Mine", "seen": again}).status_code == 302


def test_a_lead_describes_but_does_not_change_the_state(client, country, forming):
    seat = SeatFactory(body=forming, office=Office.COLLABORATIVE_LEAD)
    client.force_login(AppointmentFactory(seat=seat, during=from_day(ON - DAY)).person)

    listed = read(client.get(at("administered")))
    links = [one["href"] for one in read(client.get(at("overview", forming.pk))).main.select("a")]

    assert at("overview", forming.pk) in [one["href"] for one in listed.main.select("a")]
    assert at("describe", forming.pk) in links
    assert at("change_state", forming.pk) not in links


def test_the_pages_ask_little_of_the_database(client, country, forming, django_assert_max_num_queries):
    client.get(at("administered"))
    pages = [at(name, forming.pk) for name in ("overview", "change_state", "describe")]
    for page in (at("administered"), at("open", country.one.pk), *pages):
        with django_assert_max_num_queries(12):
            read(client.get(page))
