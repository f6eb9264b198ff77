"""A plan from its first word to the public and on to the next edition, in a real browser, by all who take part."""

import pytest

from common.addresses import page_address
from script.support.processes import wait_until
from tests.system.running import Portal
from tests.system.test_people_journeys import IDS, WAYS, Member

APPROVER, SUPPORT, BOARD = "approver@example.org", "support.officer@example.org", "board.administrator@example.org"
SECONDS_FOR_A_PDF = 90
REASON = "Say in the summary what the second year rests on."
# A cluster of the example board with a lead; what it says stands in `told`.
OPEN = """
from accounts.models import Person
from clusters.areas import actions as area_actions
from common import clock
from governance.models import Basis, Body, Seat
from governance.offices import actions
first, second = (Person.objects.get(email=f"{{n}}.administrator@example.org") for n in ("national", "second"))
who, on = {{"at": clock.now(), "on": clock.today()}}, clock.today()
board = Body.objects.get(slug_en="example")
cluster = area_actions.new_cluster(board=board, name_en="{name}", name_cy="{name}", start=on)
cluster = area_actions.open_cluster(cluster=cluster, by=first, reason="For a story", **who)
seat = Seat.objects.get(body=cluster, office="cluster_lead")
person = Person.objects.create(email="{email}", name="Example Story Lead", language="en")
term = {{"basis": Basis.SUBSTANTIVE, "start": on, "until": None}}
nomination = actions.nominate(seat=seat, person=person, by=first, **term, **who)
actions.confirm(appointment=nomination, by=second, **who)
print(cluster.pk)
"""
FILL = """
from accounts.models import Person
from common import clock
from plans.actions import save_row
from plans.models import Edition
edition, by = Edition.objects.get(pk={key}), Person.objects.get(email="{email}")
texts = {{"text_en": "What the cluster says.", "text_cy": "Yr hyn a ddywed y clwstwr.", "status": "completed"}}
for row in edition.section_rows.exclude(status="completed"):
    save_row(row=row, values=texts, version=row.version, by=by, at=clock.now(), on=clock.today())
print("filled")
"""
EDITION = """
    SELECT e.id, e.state, e.number FROM plans_edition e JOIN plans_plan p ON p.id = e.plan_id
    WHERE p.body_id = %s ORDER BY e.number DESC
"""
ROUND = "SELECT id FROM plans_planninground WHERE name_en = 'Example round 2026 to 2029'"
SECTION = "SELECT id FROM plans_section WHERE edition_id = %s AND code = 'executive-summary'"
DOCUMENTS = "SELECT language FROM plans_document WHERE edition_id = %s ORDER BY language"
SLUGS = "SELECT slug_en, slug_cy FROM governance_body WHERE id = %s"


class Story:
    """The plan of a cluster of its own, and everybody who takes part, each at the same browser in turn."""

    def __init__(self, member: Member, portal: Portal) -> None:
        self.member, self.portal = member, portal
        self.email = f"story.lead.{member.language}@example.org"
        self.cluster = int(portal.shell(OPEN.format(name=f"Example Story {member.language}", email=self.email)))

    def edition(self) -> tuple[int, str, int]:
        return self.portal.read(EDITION, self.cluster)[0]

    @property
    def key(self) -> int:
        return self.edition()[0]

    @property
    def state(self) -> str:
        return self.edition()[1]

    def enter(self, email: str) -> None:
        self.member.leave()
        self.member.enter_as(email)

    def write_summary(self, english: str, welsh: str) -> None:
        self.member.open("plans:section", key=self.portal.read(SECTION, self.key)[0][0])
        self.member.write(text_en=english, text_cy=welsh)
        self.member.choose("status", "completed")
        self.member.press("Save and continue")

    def agree_and_send(self) -> None:
        self.member.open("plans:agree", key=self.key)
        self.member.page.locator("main [name='declaration']").check()
        self.member.press("Declare it agreed")
        assert self.state == "agreed"
        self.member.open("plans:send", key=self.key)
        self.member.choose("choice", "send")
        self.member.press("Continue")
        assert self.state == "with_board"

    def decide(self, choice: str, reason: str = "") -> None:
        self.member.choose("choice", choice)
        self.member.write(reason=reason)
        self.member.press("Record the decision")


@pytest.fixture(params=WAYS, ids=IDS)
def story(request, browser, portal):
    language, scripts = request.param
    member = Member(browser, portal, language, scripts=scripts)
    yield Story(member, portal)
    member.window.close()


def test_a_plan_goes_from_its_first_word_to_the_public_and_on_to_the_next_edition(story, portal):
    member = story.member

    # The lead starts the plan, writes a section, adds an action; the other sections are written beside.
    story.enter(story.email)
    member.open("plans:start")
    member.choose("plan", f"{portal.read(ROUND)[0][0]}-{story.cluster}")
    member.press("Start it")
    story.write_summary("More care at home.", "Mwy o ofal gartref.")
    member.open("plans:add_row", key=story.key, kind="action")
    member.write(title_en="Walk together", title_cy="Cerdded gyda'n gilydd", first_year_money="£1,250")
    member.choose("visibility", "public")
    member.press("Save and continue")
    portal.shell(FILL.format(key=story.key, email=story.email))

    # Somebody else remarks; the lead answers, declares the plan agreed and sends it.
    story.enter(SUPPORT)
    section = portal.read(SECTION, story.key)[0][0]
    member.open("plans:remarks", kind="section", key=section)
    member.page.locator("main form").last.locator("textarea").fill("Which homes?")
    member.press("Remark on this")
    story.enter(story.email)
    member.open("plans:remarks", kind="section", key=section)
    member.page.locator("main .app-thread textarea").first.fill("All of them.")
    member.page.locator("main button[value^='answer:']").first.click()
    assert member.reads("Which homes?")
    assert member.reads("All of them.")
    story.agree_and_send()

    # The approver finds it on their first page, and returns it.
    story.enter(APPROVER)
    member.open("portal:desk")
    mine = member.page.locator("main .app-todo li").filter(has_text=f"Example Story {member.language}")
    mine.get_by_role("link").first.click()
    story.decide("return", REASON)
    assert story.state == "returned"

    # The lead reads why, changes the text and sends it again; the approver sees what changed since, and approves.
    story.enter(story.email)
    member.open("plans:home", key=story.key)
    assert member.reads(REASON)
    story.write_summary("More care at home, paid by the second year.", "Mwy o ofal gartref, o'r ail flwyddyn.")
    story.agree_and_send()
    story.enter(APPROVER)
    member.open("plans:review", key=story.key)
    added = " ".join(member.page.locator("main ins").all_inner_texts())
    assert "second year" in added
    assert "ail flwyddyn" in added
    member.open("plans:approve", key=story.key)
    story.decide("pass")
    assert story.state == "approved"

    # Nobody reads it before it is published; then everybody does, in both languages, and the PDF documents follow.
    english, welsh = portal.read(SLUGS, story.cluster)[0]
    addresses = {
        "en": page_address("plans:plan", "en", slug=english, kind="cluster_imtp"),
        "cy": page_address("plans:plan", "cy", slug=welsh, kind="cluster_imtp"),
    }
    assert not any("second year" in portal.web.get(address).text for address in addresses.values())
    assert "ail flwyddyn" not in portal.web.get(addresses["cy"]).text
    story.enter(BOARD)
    member.open("plans:publish", key=story.key)
    member.choose("choice", "now")
    member.press("Publish it")
    assert story.state == "published"
    assert "paid by the second year" in portal.web.get(addresses["en"]).text
    assert "o&#x27;r ail flwyddyn" in portal.web.get(addresses["cy"]).text
    made = [("cy",), ("en",)]
    assert wait_until(lambda: portal.read(DOCUMENTS, story.key) == made, SECONDS_FOR_A_PDF)

    # The lead starts the next edition, which holds everything; the public goes on reading the first.
    published = story.key
    story.enter(story.email)
    member.open("plans:start_edition", key=published)
    member.press("Start it")
    assert story.edition()[1:] == ("draft", 2)
    story.write_summary("Not yet for everybody.", "Ddim i bawb eto.")
    assert "Not yet for everybody" not in portal.web.get(addresses["en"]).text
