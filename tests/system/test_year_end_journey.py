"""The end of a financial year in a real browser: forecast, closed, carried over by two, told to the public."""

import pytest

from tests.system.running import Portal
from tests.system.test_people_journeys import IDS, WAYS, Member

YEAR, NEXT, MARCH = 2025, 2026, 12
REASON = "The post was filled late"
# A board of its own whose months are closed up to February, with one line of one cluster. Prints keys, then a slug.
OPEN = """
import datetime
from decimal import Decimal
from accounts.models import Person
from clusters.areas import actions as area_actions
from clusters.models import Area
from common import clock
from governance.models import Basis, Body, Seat
from governance.offices import actions
from budgets.actions import entries as ledger, periods, streams
from budgets.actions.posting import Told
from budgets.models import FinancialYear
first, second = (Person.objects.get(email=f"{{n}}.administrator@example.org") for n in ("national", "second"))
now = {{"at": clock.now(), "on": clock.today()}}
example = Body.objects.get(slug_en="example")
board = area_actions.new_cluster(board=example.parent, name_en="{name} Board", name_cy="Bwrdd {name}", start=None)
board.kind, board.is_example = Area.Kind.HEALTH_BOARD, True
board.short_name_en = board.short_name_cy = "{name}"
board.save()
cluster = area_actions.new_cluster(board=board, name_en="{name}", name_cy="{name}", start=None)
cluster.save()

def appointed(office, body, email):
    seat = Seat.objects.filter(body=body, office=office).first() or actions.open_seat(
        body=body, office=office, by=first, **now
    )
    person = Person.objects.create(email=email, name=email.partition("@")[0], language="en")
    person.authenticator_set.create(type="totp", data={{"secret": "made for a story"}})
    basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
    term = {{"basis": basis, "start": now["on"], "until": None}}
    nomination = actions.nominate(seat=seat, person=person, by=first, **term, **now)
    actions.confirm(appointment=nomination, by=second, **now)
    return person

officer = appointed("finance_officer", board, "{officer}")
appointed("approver", board, "{approver}")
appointed("cluster_lead", cluster, "{lead}")
by = {{"by": officer, **now}}
stream = streams.add_stream(
    body=board, code="{code}", name_en="Story money", name_cy="Arian y stori", source_letter="Letter of the story",
    allows_carry_over=True, **by,
)
year, _new = FinancialYear.objects.get_or_create(first_year={year})
FinancialYear.objects.get_or_create(first_year={year} + 1)
line = periods.open_line(
    body=cluster, stream=stream, year=year, heading="infrastructure", category="training",
    title_en="Learning together", title_cy="Dysgu gyda'n gilydd", **by,
)
ledger.allocate(line=line, amount=Decimal(25000), told=Told(year.starts_on, "As the letter says"), **by)
for period in range(1, 13):
    day = datetime.date({year} + (period > 9), (period + 2) % 12 + 1, 20)
    ledger.spend(line=line, amount=Decimal(1500), told=Told(day, "An invoice"), **by)
for period in range(1, 12):
    periods.close_period(board=board, year=year, period=period, **by)
print(board.pk, cluster.pk, line.pk, cluster.slug_en, cluster.slug_cy, sep="/")
"""
# All months before the one in which the carry-over was agreed, which are closed in turn beside the story.
CLOSE = """
from accounts.models import Person
from common import clock
from governance.models import Body
from budgets.actions.periods import close_period
from budgets.models import FinancialYear
by = {{"by": Person.objects.get(email="{officer}"), "at": clock.now(), "on": clock.today()}}
board, year = Body.objects.get(pk={board}), FinancialYear.objects.get(first_year={year})
for period in range(1, {before}):
    close_period(board=board, year=year, period=period, **by)
print("closed")
"""
CARRIED_IN = "SELECT e.period FROM budgets_entry e JOIN budgets_moneyrequest r ON r.entry_id = e.id WHERE r.id = %s"
REQUEST = "SELECT id FROM budgets_moneyrequest WHERE from_line_id = %s"


class Story:
    """The money of a board of its own, and the three who take part, each at the same browser in turn."""

    def __init__(self, member: Member, portal: Portal) -> None:
        self.member, self.portal = member, portal
        name = f"Year End Story {member.language}"
        people = {one: f"{one}.of.the.year.{member.language}@example.org" for one in ("officer", "approver", "lead")}
        self.people = people
        told = portal.shell(OPEN.format(name=name, code=f"story-{member.language}", year=YEAR, **people)).split("/")
        self.board, self.cluster, self.line = map(int, told[:3])
        self.slug = told[3] if member.language == "en" else told[4]

    def enter(self, who: str) -> None:
        self.member.leave()
        self.member.enter_as(self.people[who])

    def public_page_reads(self, *texts: str) -> list[bool]:
        """Return which of some texts anybody reads on the public page of the cluster's money."""
        self.member.leave()
        self.member.open("budgets:cluster_money", slug=self.slug)
        return [self.member.reads(text) for text in texts]

    def close(self, year: int, period: int) -> None:
        self.enter("officer")
        self.member.open("budgets:close_period", key=self.board, year=year, period=period)
        self.member.press("Close it")


@pytest.fixture(params=WAYS, ids=IDS)
def story(request, browser, portal):
    language, scripts = request.param
    member = Member(browser, portal, language, scripts=scripts)
    yield Story(member, portal)
    member.window.close()


def test_a_year_ends_by_forecast_closing_carrying_over_and_a_second_person(story, portal):
    member = story.member

    # The lead says what March will cost, and must say why so much is left.
    story.enter("lead")
    member.open("budgets:forecast", key=story.line)
    member.write(month_12="£1,500", reason="As things stand")
    member.press("Save the forecast")
    own = member.language
    assert member.page.locator(f"#id_why_{own}-error, #id_why_{own}[aria-describedby]").count()
    member.write(**{f"why_{own}": REASON})
    member.press("Save the forecast")
    assert member.reads("£18,000")
    assert member.reads(REASON)

    # The public reads of February until the officer closes March.
    assert story.public_page_reads("£16,500", "£18,000") == [True, False]
    story.close(YEAR, MARCH)
    assert story.public_page_reads("£18,000") == [True]

    # The officer proposes what is left; somebody else finds it on their first page and agrees.
    story.enter("officer")
    member.open("budgets:year_end", key=story.board, year=YEAR)
    assert member.page.locator(f"main [name='line_{story.line}']").input_value() == "7,000"
    member.write(reason="It was promised to the cluster")
    member.press("Propose to carry over")
    asked = portal.read(REQUEST, story.line)[0][0]
    story.enter("approver")
    member.open("portal:desk")
    member.page.locator(f"main a[href$='/{asked}/']").first.click()
    member.choose("decision", "agree")
    member.press("Record the decision")

    # The new year begins with it; the public learns that once the month is closed in which it was agreed.
    story.enter("lead")
    member.open("budgets:overview", key=story.cluster, year=NEXT)
    assert member.reads("£7,000")
    month = portal.read(CARRIED_IN, asked)[0][0]
    officer = story.people["officer"]
    portal.shell(CLOSE.format(board=story.board, year=NEXT, before=month, officer=officer))
    assert story.public_page_reads("£7,000") == [False]
    story.close(NEXT, month)
    assert story.public_page_reads("£7,000") == [True]
