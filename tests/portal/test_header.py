"""The way to one's work: from public pages by signing in, from signed-in pages and errors by the header."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import translation

from accounts import factors
from common.addresses import page_address
from common.bare import bare_page
from common.dated import from_day
from governance.models import Basis, Office
from portal import views
from tests.accounts.test_sign_in import PASSWORD, set_up
from tests.factories import AppointmentFactory, ClusterFactory, HealthBoardFactory, PersonFactory, SeatFactory
from tests.reading import words

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 9)
DAY = datetime.timedelta(days=1)
LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])
PUBLIC = ("portal:home", "indicators:summary", "portal:contact", "plans:library")
DESK = {"en": "/en/work/", "cy": "/cy/gwaith/"}
SECTIONS = {
    "portal:home": {"en": "Find a cluster", "cy": "Dod o hyd i glwstwr"},
    "indicators:summary": {"en": "Indicators", "cy": "Dangosyddion"},
    "plans:library": {"en": "Plans", "cy": "Cynlluniau"},
    "budgets:money": {"en": "Money", "cy": "Arian"},
    "portal:people": {"en": "People and meetings", "cy": "Pobl a chyfarfodydd"},
    "portal:about": {"en": "About the figures", "cy": "Am y ffigurau"},
}
SIGN_IN = {"en": "Sign in", "cy": "Mewngofnodi"}


@pytest.fixture
def lead(moved_clock):
    """A board's administrator, for whom one nomination waits."""
    moved_clock("2026-03-09T10:00:00+00:00")
    office = SeatFactory(office=Office.BOARD_ADMINISTRATOR, body=HealthBoardFactory())
    person = AppointmentFactory(seat=office, basis=Basis.JOINT, during=from_day(TODAY - DAY)).person
    person.name = "Angharad Llywelyn"
    person.set_password(PASSWORD)
    person.save()
    AppointmentFactory(seat=SeatFactory(body=ClusterFactory(parent=office.body)), nominated=True)
    return person


@pytest.fixture
def signed_in(client, enter, lead):
    enter(lead)
    return client


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def header_links(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [(words(link), link["href"]) for link in soup.select("header .app-reader a")]


def work_links(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [(words(link), link["href"]) for link in soup.select(".app-workbar a")]


def section_links(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [(words(link), link["href"]) for link in soup.select("header .app-sections a")]


def sections(language: str) -> list[tuple[str, str]]:
    return [(text[language], page_address(name, language)) for name, text in SECTIONS.items()]


# --- public pages ---


@LANGUAGES
@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_page_leads_to_signing_in_and_knows_nobody(signed_in, name, language):
    address = page_address(name, language)

    to_everybody, to_the_lead = Client().get(address), signed_in.get(address)

    assert to_the_lead.content == to_everybody.content
    assert "Cookie" not in to_the_lead["Vary"]
    soup = read(to_the_lead)
    assert header_links(soup) == [(SIGN_IN[language], DESK[language])]
    assert section_links(soup) == sections(language)
    assert not {link["href"] for link in soup.select("header a")} & {link["href"] for link in soup.select("footer a")}


@LANGUAGES
@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_marked_on_its_own_page_and_no_other_is(client, name, language):
    soup = read(client.get(page_address(name, language)))

    marked = [words(link) for link in soup.select(".app-sections a[aria-current]")]
    assert marked == [SECTIONS[name][language]]


@LANGUAGES
def test_every_page_finds_words_by_the_search_of_its_header(signed_in, language):
    for name, search in (("portal:desk", "portal:work_search"), ("portal:home", "portal:search")):
        form = read(signed_in.get(page_address(name, language))).header.form

        assert (form["action"], form["method"]) == (page_address(search, language), "get")
        assert form.label["for"] == form.input["id"]
        found = signed_in.get(form["action"], {form.input["name"]: "Llanelli"})
        assert "Llanelli" in words(read(found).main)


@LANGUAGES
def test_signing_in_from_a_public_page_leads_to_ones_desk(client, lead, language):
    link = read(client.get(page_address("portal:home", language))).select_one("header .app-reader a")["href"]

    asked = client.get(link)["Location"]
    answer = client.post(asked, {"login": lead.email, "password": PASSWORD})

    assert asked.startswith(page_address("account_login", language))
    assert answer["Location"] == DESK[language]


@pytest.mark.parametrize("address", ["/en/account/", "/en/account/sessions/", "/en/offices/?q=x"])
def test_signing_in_where_a_guarded_page_asked_for_it_leads_back_there(client, lead, address):
    asked = client.get(address)["Location"]

    assert client.post(asked, {"login": lead.email, "password": PASSWORD})["Location"] == address


def test_the_page_of_signing_in_itself_leads_to_the_desk(client):
    person = PersonFactory()
    person.set_password(PASSWORD)
    person.save()

    answer = client.post("/en/account/sign-in/", {"login": person.email, "password": PASSWORD})

    assert answer["Location"] == DESK["en"]
    assert client.get("/en/account/sign-in/")["Location"] == DESK["en"]


def test_a_second_factor_set_up_on_the_way_leads_on_to_the_page_that_was_asked_for(client, lead, monkeypatch):
    monkeypatch.setattr(factors, "PREDICATES", [lambda person: True])
    client.post("/en/account/sign-in/?next=/en/account/sessions/", {"login": lead.email, "password": PASSWORD})
    assert client.get("/en/account/sessions/")["Location"] == page_address("mfa_activate_totp", "en")

    set_up(client)
    codes = read(client.get(page_address("mfa_view_recovery_codes", "en")))

    (onward,) = codes.select("main p:last-child a")
    assert (words(onward), onward["href"]) == ("Go on to the page that you asked for", "/en/account/sessions/")
    again = read(client.get(page_address("mfa_view_recovery_codes", "en")))
    assert again.select_one("main p:last-child a")["href"] == "/en/account/"


# --- signed-in pages ---


@LANGUAGES
@pytest.mark.parametrize("name", ["portal:desk", "account", "governance:seats", "governance:handovers"])
def test_every_signed_in_page_says_what_waits_who_one_is_and_how_to_leave(signed_in, name, language):
    soup = read(signed_in.get(page_address(name, language)))

    waiting = {"en": "My work 1 waiting", "cy": "Fy ngwaith 1 yn aros"}[language]
    leave = {"en": "Sign out", "cy": "Allgofnodi"}[language]
    assert header_links(soup) == [
        ("Angharad Llywelyn", page_address("account", language)),
        (leave, page_address("account_logout", language)),
    ]
    assert work_links(soup)[0] == (waiting, DESK[language])
    assert section_links(soup) == sections(language)
    assert bool(soup.select(".app-workbar [aria-current]")) == (name == "portal:desk")


def test_the_count_is_that_of_the_desk_and_follows_what_one_does(signed_in):
    desk = read(signed_in.get(DESK["en"]))
    nominations = [one["href"] for one in desk.select("main .app-todo a") if "Confirm" in words(one)]

    signed_in.post(nominations[0], {"decision": "decline", "reason": "Not now", "seen_version": 0})
    after = read(signed_in.get("/en/account/"))

    assert len(nominations) == len(desk.select("main .app-todo")[0].select("li")) == 1
    assert work_links(desk)[0][0] == "My work 1 waiting"
    assert work_links(after)[0][0] == "My work 0 waiting"


def test_the_desk_asks_little_of_the_database(signed_in, django_assert_max_num_queries):
    signed_in.get(DESK["en"])

    with django_assert_max_num_queries(14):
        signed_in.get(DESK["en"])


def test_what_waits_is_counted_once_for_many_pages(signed_in, django_assert_max_num_queries):
    signed_in.get("/en/account/sessions/")

    for _page in range(3):
        with django_assert_max_num_queries(5):
            signed_in.get("/en/account/sessions/")


def test_nothing_is_said_of_what_waits_before_the_second_factor(client, lead):
    client.force_login(lead)

    answer = client.get("/en/work/", follow=True)

    assert [text for text, _address in header_links(read(answer))] == ["Angharad Llywelyn", "Sign out"]
    assert work_links(read(answer)) == [("My work", DESK["en"])]


# --- errors ---


def errors_of(client) -> dict[str, object]:
    return {
        "nothing stands there": client.get("/en/no-such-page/"),
        "no such cluster": client.get("/en/clusters/no-such-cluster/"),
        "no such seat": client.get("/en/offices/999999/"),
        "not allowed": client.get("/en/record/powers/"),
        "not understood": client.get("/en/clusters/llanelli/?on=x"),
    }


def test_errors_lead_somebody_signed_in_back_to_their_desk(signed_in):
    for case, answer in errors_of(signed_in).items():
        soup = read(answer)

        assert answer.status_code in (400, 403, 404), case
        assert [text for text, _address in header_links(soup)] == ["Angharad Llywelyn", "Sign out"], case
        assert work_links(soup)[0][1] == DESK["en"], case
        assert section_links(soup) == sections("en"), case
        assert soup.select_one("main a")["href"] == DESK["en"], case
        assert "no-store" in answer["Cache-Control"], case


def test_errors_lead_everybody_else_to_signing_in(client):
    for case, answer in errors_of(client).items():
        if answer.status_code != 302:
            assert header_links(read(answer)) == [("Sign in", DESK["en"])], case
            assert section_links(read(answer)) == sections("en"), case
            assert DESK["en"] not in [link["href"] for link in read(answer).select("main a")], case


def test_an_error_after_the_session_is_over_knows_nobody(signed_in, moved_clock):
    signed_in.get("/en/account/")
    moved_clock("2026-03-09T10:31:00+00:00")

    assert header_links(read(signed_in.get("/en/no-such-page/"))) == [("Sign in", DESK["en"])]


@LANGUAGES
def test_a_form_of_an_earlier_sign_in_is_refused_in_ones_own_language_with_the_way_back(lead, enter, language):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(lead)
    lead.authenticator_set.create(type="totp", data={"secret": "made for a test"})

    answer = careful.post(page_address("account_logout", language), {"csrfmiddlewaretoken": "of another sign-in"})

    soup = read(answer)
    assert (answer.status_code, soup.html["lang"]) == (403, language)
    assert soup.select_one("main a")["href"] == DESK[language]


BARE = (400, 408, 413, 500, 503)


@pytest.mark.parametrize("status", BARE)
def test_a_page_that_needs_nothing_to_work_leads_to_every_section_in_both_languages(status):
    links = read(HttpResponse(bare_page(status))).select("a")

    addresses = [link["href"] for link in links]
    for language in ("cy", "en"):
        assert {address for _text, address in sections(language)} <= set(addresses)
        assert {text for text, _address in sections(language)[1:]} <= {words(link) for link in links}
    for address in addresses:
        with translation.override(address[1:3]):
            assert resolve(address)


def test_the_page_of_a_failure_leads_back_to_the_desk_in_both_languages(rf):
    answer = views.server_error(rf.get("/en/desk/"))

    assert answer.status_code == 500
    assert set(DESK.values()) <= {link["href"] for link in read(answer).select("a")}


def test_a_name_is_shown_as_it_is_written(client, enter):
    person = PersonFactory(name="<b>Siân</b>")
    enter(person)

    assert header_links(read(client.get("/en/account/")))[0][0] == "<b>Siân</b>"
