"""What administrators and leads come for, from start to end, in a real browser, with and without scripts."""

import csv
import datetime
import io
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from playwright.sync_api import Page

from common.addresses import page_address
from script.support.processes import wait_until
from tests.system.running import Portal
from tests.system.signed_in import cookie

WALES = ZoneInfo("Europe/London")
ADMINISTRATOR, APPROVER = "board.administrator@example.org", "approver@example.org"
NATIONAL = "national.administrator@example.org"
WAYS = [("en", False), ("cy", True)]
IDS = ["English without scripts", "Welsh with scripts"]
SECONDS_FOR_A_MAIL = 30
COLLABORATIVES = {"en": "example-central-optometry", "cy": "example-central-community-pharmacy"}
SEAT = """
    SELECT s.id FROM governance_seat s JOIN governance_body b ON b.id = s.body_id
    WHERE s.office = 'collaborative_lead' AND b.slug_en = %s
"""
MEMBERS = """
    SELECT count(*) FROM clusters_membership m JOIN clusters_provider p ON p.id = m.provider_id
    JOIN governance_body b ON b.id = m.cluster_id
    WHERE b.slug_en = %s AND p.ods_code = ANY(%s) AND upper_inf(m.during)
"""
NEW_PROVIDERS = ["ods_code", "name", "address", "postcode", "kind", "cluster", "from", "reason"]
CHANGES = ["ods_code", "change", "cluster", "from", "reason"]
OPEN_CLUSTER = """
import datetime
from accounts.models import Person
from clusters.areas import actions as area_actions
from common import clock
from governance.models import Body
by = Person.objects.get(email="national.administrator@example.org")
board, day = Body.objects.get(slug_en="example"), datetime.date(2025, 4, 1)
cluster = area_actions.new_cluster(board=board, name_en="{name}", name_cy="{name}", start=day)
area_actions.open_cluster(cluster=cluster, by=by, at=clock.now(), on=clock.today(), reason="For a story")
print("opened")
"""
PERSON = "SELECT id FROM accounts_person WHERE email = %s"


class Member:
    """Somebody at a browser of their own, in one language."""

    def __init__(self, browser, portal: Portal, language: str, *, scripts: bool) -> None:
        self.portal, self.language = portal, language
        self.window = browser.new_context(base_url=portal.web.address, java_script_enabled=scripts)
        self.page: Page = self.window.new_page()
        self.page.set_default_timeout(30_000)

    def words(self, english: str) -> str:
        with translation.override(self.language):
            return gettext(english)

    def day(self, day: datetime.date) -> str:
        with translation.override(self.language):
            return date_format(day)

    def enter_as(self, email: str) -> None:
        self.window.add_cookies([cookie(self.portal, email)])

    def leave(self) -> None:
        self.window.clear_cookies()

    def open(self, name: str, **arguments: object) -> int:
        return self.page.goto(page_address(name, self.language, **arguments)).status

    def write(self, **answers: str) -> None:
        for name, answer in answers.items():
            self.page.locator(f"main [name='{name}']").fill(answer)

    def press(self, english: str) -> None:
        button = self.page.locator("main").get_by_role("button", name=self.words(english), exact=True)
        assert button.count() == 1, self.page.locator("main").inner_text()
        button.click()

    def choose(self, name: str, value: str) -> None:
        """Choose one answer, whether it is asked by radios or by a list."""
        if self.page.locator(f"main select[name='{name}']").count():
            self.page.locator(f"main select[name='{name}']").select_option(value)
        else:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def send(self, kind: str, heading: list[str], rows: list[list[str]]) -> None:
        """Send a file of changes on the page for such files."""
        stream = io.StringIO()
        csv.writer(stream).writerows([heading, *rows])
        self.open("clusters:uploads")
        self.choose("kind", kind)
        file = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": stream.getvalue().encode()}
        self.page.locator("main input[type='file']").set_input_files(file)
        self.press("See what changes")

    def reads(self, text: str) -> bool:
        return text in self.page.locator("main").inner_text()

    def sign_in(self, email: str, password: str, secret: str) -> None:
        self.open("account_login")
        self.write(login=email, password=password)
        self.press("Sign in")
        if self.page.locator("main [name='code']").count():
            self.write(code=code_of(secret))
            self.press("Sign in")


def code_of(secret: str) -> str:
    """Return the newest code that an authenticator app may show for a secret; each is taken only once."""
    return format_hotp_value(hotp_value(secret, max(yield_hotp_counters_from_time())))


@pytest.fixture(params=WAYS, ids=IDS)
def member(request, browser, portal) -> Iterator[Member]:
    language, scripts = request.param
    made = Member(browser, portal, language, scripts=scripts)
    yield made
    made.window.close()
    portal.move_clock(None)


def first_of_next_month() -> datetime.date:
    return (datetime.datetime.now(WALES).date().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=WALES)


def newest_link(portal: Portal, email: str) -> str:
    assert wait_until(lambda: portal.letters_to(email), SECONDS_FOR_A_MAIL)
    return re.findall(r"^https?://[^/\s]+(/\S+)$", portal.letters_to(email)[-1], re.MULTILINE)[0]


def test_an_invited_lead_has_the_power_from_the_first_midnight_to_the_last(member, portal):
    start = first_of_next_month()
    last_day = start + datetime.timedelta(days=9)
    email = f"new.lead.{member.language}@example.org"
    key = portal.read(SEAT, COLLABORATIVES[member.language])[0][0]

    # An administrator nominates somebody new, sees what changes, and another person confirms it.
    member.enter_as(ADMINISTRATOR)
    assert member.open("governance:appoint", key=key) == 200
    member.write(start=member.day(start), last_day=member.day(last_day), email=email, name="Example New Lead")
    member.choose("basis", "substantive")
    member.press("See what changes")
    assert member.reads("Example New Lead")
    member.press("Nominate")
    member.leave()
    member.enter_as(APPROVER)
    member.open("governance:nominations")
    member.page.locator("main").get_by_role("link", name=re.compile("Example New Lead")).first.click()
    member.press("Confirm")
    member.leave()

    # The administrator invites them; they accept from the mail, and set up an authenticator app.
    member.enter_as(ADMINISTRATOR)
    member.open("governance:person", key=portal.read(PERSON, email)[0][0])
    member.press("Invite to sign in")
    member.leave()
    link = newest_link(portal, email)
    member.page.goto(link.replace("/cy/", f"/{member.language}/").replace("/en/", f"/{member.language}/"))
    member.open("account_invitation", token=link.rstrip("/").rsplit("/", 1)[-1])
    member.choose("language", member.language)
    member.write(password="three unlikely words")
    member.press("Open your account")
    member.sign_in(email, "three unlikely words", "")
    member.open("mfa_activate_totp")
    member.write(password="three unlikely words")
    member.press("Confirm")
    secret = member.page.locator("main code").first.inner_text().replace(" ", "").strip()
    member.write(code=code_of(secret))
    member.press("Set up")
    assert member.open("governance:seats") == 403

    # The power comes at midnight in Wales, and goes at midnight.
    for moment, status in (
        (midnight(start) - datetime.timedelta(seconds=1), 403),
        (midnight(start), 200),
        (midnight(last_day + datetime.timedelta(days=1)) - datetime.timedelta(seconds=1), 200),
        (midnight(last_day + datetime.timedelta(days=1)), 403),
    ):
        portal.move_clock(moment)
        member.leave()
        member.enter_as(email)
        assert member.open("governance:seats") == status


def test_an_administrator_merges_two_clusters_and_the_old_address_explains(member, portal):
    name, other = f"Example Upper {member.language}", f"Example Lower {member.language}"
    for one in (name, other):
        portal.shell(OPEN_CLUSTER.format(name=one))
    key, slug = portal.read("SELECT id, slug_en FROM governance_body WHERE name_en = %s", name)[0]
    into = portal.read("SELECT id FROM governance_body WHERE name_en = %s", other)[0][0]
    today = datetime.datetime.now(WALES).date()

    member.enter_as(NATIONAL)
    assert member.open("clusters:merge_area", key=key) == 200
    member.write(start=member.day(today), reason="The two work as one.")
    member.choose("into", str(into))
    member.press("See what changes")
    assert member.reads(name)
    member.press("Confirm the change")
    member.leave()

    assert member.open("portal:cluster", slug=slug) == 410
    assert member.reads(other)
    assert member.reads(member.day(today))


def test_fifty_changes_come_from_a_file_once_its_three_bad_rows_are_mended(member, portal):
    codes = [f"EX{member.language.upper()}{number:02}" for number in range(50)]
    joined = ["", "", "community_pharmacy", "example-central", "2026-01-01", "Opened"]
    new = [[code, f"Example {code}", *joined] for code in codes]
    moves = [[code, "move", "example-south", "2026-04-01", "Tidied"] for code in codes]
    broken = [list(row) for row in moves]
    broken[4][0], broken[20][2], broken[33][3] = "NOBODY", "no-such-cluster", "31 February 2026"

    # The providers come first: a file of new ones, looked at and confirmed.
    member.enter_as(ADMINISTRATOR)
    member.send("providers", NEW_PROVIDERS, new)
    member.press("Confirm all rows")
    assert portal.read(MEMBERS, "example-central", codes) == [(50,)]

    # Three bad rows: each is named by row and column, and nothing is kept.
    member.send("memberships", CHANGES, broken)
    member.page.locator("main li").filter(has_text="ods_code").first.wait_for()
    faults = member.page.locator("main li").all_inner_texts()
    named = [re.findall(r"\b(?:6|22|35)\b.*\b(ods_code|cluster|from)\b", fault) for fault in faults]
    assert [columns[0] for columns in named if columns] == ["ods_code", "cluster", "from"]
    assert portal.read(MEMBERS, "example-south", codes) == [(0,)]

    # The mended file is looked at, confirmed, and has its receipt.
    member.send("memberships", CHANGES, moves)
    assert portal.read(MEMBERS, "example-south", codes) == [(0,)]
    member.press("Confirm all rows")
    assert portal.read(MEMBERS, "example-south", codes) == [(50,)]
    assert member.reads(member.words("Undo the whole file"))
