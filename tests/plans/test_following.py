"""Following a published plan: who says how its actions stand, what is kept, and what its pages show."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import AuditRecord
from common.dated import from_day
from common.errors import Meanwhile, Refused
from common.models import PublicVersion
from governance.handovers import kinds
from governance.models import Action, ActionUpdate, Basis, Office, Rating, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import NotAllowed
from plans.models import MilestoneUpdate, Visibility
from plans.progress.actions import Progress, update_action, update_milestone
from tests.factories import AppointmentFactory, DelegationFactory, HandoverFactory, PersonFactory, SeatFactory
from tests.moments import AT, ON
from tests.plans.followed import fill, published
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HALF = Progress(Action.Status.UNDER_WAY, 50, note_en="Half of it.")


def read(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


class Followed:
    """A published plan with an action of the pharmacy lead's office, one of the cluster's, and a milestone."""

    def __init__(self) -> None:
        self.setting = Setting()
        self.seat = Seat.objects.get(office=Office.COLLABORATIVE_LEAD, body=self.setting.pharmacy)
        self.start = ON - 100 * DAY
        days = {"starts_on": self.start, "ends_on": ON + 100 * DAY}
        self.row = self.setting.add(
            "action", owner=self.seat, title_en="Open later", title_cy="Agor yn hwyrach", **days
        )
        self.hidden = self.setting.add(
            "action", visibility=Visibility.CLUSTER, title_en="Kept apart", title_cy="Wedi'i gadw", **days
        )
        self.milestone = self.setting.add(
            "milestone", action=self.row.key, due_on=ON + 10 * DAY, baseline_on=ON, title_en="Rota agreed"
        )
        self.edition = published(self.setting)
        self.action = self.row.action

    @property
    def version(self) -> int:
        return Action.objects.get(pk=self.action.pk).version

    def update(self, by, told=HALF, version=None, action=None, at=AT, on=ON):
        found = action or self.action
        seen = version if version is not None else Action.objects.get(pk=found.pk).version
        return update_action(action=found, told=told, version=seen, by=by, at=at, on=on)

    def reach(self, by, done_on=None, due_on=None, note="", seen=0):
        days = {"done_on": done_on, "due_on": due_on}
        return update_milestone(milestone=self.milestone, note=note, seen=seen, by=by, at=AT, on=ON, **days)


def shown() -> int:
    """Return the version of the public pages."""
    return PublicVersion.objects.get(pk=1).number


@pytest.fixture
def followed():
    return Followed()


def seated(office: Office, body, **more):
    seat = SeatFactory(office=office, body=body, name_en=f"another {office}")
    return AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON), person=PersonFactory(), **more).person


def test_the_holder_of_the_owning_office_says_how_an_action_stands(followed):
    before = shown()

    update = followed.update(followed.setting.pharmacy_lead)

    assert (update.status, update.percent, update.note_en) == (Action.Status.UNDER_WAY, 50, "Half of it.")
    assert (update.computed, update.rating) == (Rating.ON_TRACK, "")
    assert update.period_starts_on == datetime.date(2026, 1, 1)
    followed.action.refresh_from_db()
    assert (followed.action.status, followed.action.percent, followed.action.version) == ("under_way", 50, 2)
    record = AuditRecord.objects.get(action="plans.update_action")
    assert (record.by, record.bodies) == (followed.setting.pharmacy_lead, [followed.setting.cluster.pk])
    assert shown() > before
    followed.row.refresh_from_db()


def test_what_is_not_public_makes_no_public_page_new(followed):
    before = shown()

    followed.update(followed.setting.lead, action=followed.hidden.action)

    assert shown() == before


def test_the_cluster_lead_and_a_delegate_say_it_too_and_others_do_not(followed):
    setting = followed.setting
    delegation = DelegationFactory(
        seat=followed.seat,
        principal=setting.pharmacy_lead,
        delegate=PersonFactory(),
        permissions=[Permission.WRITE_PLANS.value],
        during=from_day(ON, ON + DAY),
    )
    follower = SeatFactory(office=Office.THIRD_SECTOR, body=setting.cluster, follows=followed.seat)
    leader = setting.appoint(Office.COLLABORATIVE_LEAD, setting.optometry)
    strangers = [leader, seated(Office.COLLABORATIVE_MEMBER, setting.pharmacy), seated(Office.APPROVER, setting.board)]

    followed.update(setting.lead)
    followed.update(delegation.delegate)
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            followed.update(stranger)
    Action.objects.filter(pk=followed.action.pk).update(owner=follower)
    followed.update(setting.pharmacy_lead)

    assert ActionUpdate.objects.count() == 3
    assert AuditRecord.objects.get(by=delegation.delegate).on_behalf_of == setting.pharmacy_lead


def test_of_two_updates_from_the_same_form_the_second_is_told_so(followed):
    followed.update(followed.setting.lead, version=1)

    with pytest.raises(Meanwhile):
        followed.update(followed.setting.pharmacy_lead, version=1)

    assert ActionUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Progress(Action.Status.COMPLETED, 99), "100 percent"),
        (Progress(Action.Status.NOT_STARTED, 1), "0 percent"),
        (Progress(Action.Status.UNDER_WAY, 50, rating=Rating.OFF_TRACK), "Say why"),
    ],
)
def test_what_contradicts_itself_is_refused(followed, told, words):
    with pytest.raises(Refused, match=words):
        followed.update(followed.setting.lead, told)

    assert not ActionUpdate.objects.exists()


def test_the_rule_and_a_persons_own_rating_are_both_kept(followed):
    told = Progress(Action.Status.UNDER_WAY, 50, rating=Rating.OFF_TRACK, rating_reason="No room was found.")

    update = followed.update(followed.setting.lead, told)

    assert (update.computed, update.rating, update.rating_reason) == ("on_track", "off_track", "No room was found.")


def test_an_action_of_a_draft_is_not_followed(followed):
    draft = Setting()
    row = draft.add("action")

    with pytest.raises(Refused, match="no published plan"):
        followed.update(draft.lead, action=row.action)


def test_a_milestone_is_reached_or_moves_and_the_frozen_row_stays(followed):
    lead = followed.setting.pharmacy_lead
    moved = followed.reach(lead, due_on=ON + 20 * DAY, note="The room is late.")
    done = followed.reach(lead, done_on=ON, seen=moved.pk)

    assert (done.due_on, done.done_on) == (ON + 20 * DAY, ON)
    followed.milestone.refresh_from_db()
    assert (followed.milestone.due_on, followed.milestone.baseline_on) == (ON + 10 * DAY, ON)
    with pytest.raises(Meanwhile):
        followed.reach(lead, due_on=ON + 30 * DAY, note="Again.", seen=moved.pk)
    assert MilestoneUpdate.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "either when"),
        ({"done_on": ON + DAY}, "today or before"),
        ({"due_on": ON + 10 * DAY, "note": "x"}, "on this day already"),
        ({"due_on": ON + 11 * DAY, "note": " "}, "why the day moves"),
    ],
)
def test_a_milestone_does_not_move_without_a_day_and_a_reason(followed, told, words):
    with pytest.raises(Refused, match=words):
        followed.reach(followed.setting.lead, **told)


# --- pages ---


def follow(client, moved_clock, person, moment="2026-03-09T10:00:00+00:00"):
    moved_clock(moment)
    client.force_login(person)


def test_the_page_of_a_plan_names_what_is_still_to_enter(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.pharmacy_lead)
    address = reverse("plans:follow", kwargs={"key": followed.edition.plan_id})

    before = read(client.get(address)).get_text(" ", strip=True)
    followed.update(followed.setting.lead)
    after = read(client.get(address)).get_text(" ", strip=True)

    assert "Quarter: 1 January 2026 to 31 March 2026" in before
    assert "No update has been entered yet" in before
    assert "You can enter it" in before
    assert "Nothing: something was said" not in after
    assert "Kept apart" in after
    assert "9 March 2026. Days ago: 0" in after
    assert "Later than first approved. Days: 10" in after


def test_what_only_the_cluster_may_see_is_not_shown_to_the_board(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.appoint(Office.APPROVER, followed.setting.board))
    text = read(client.get(reverse("plans:follow", kwargs={"key": followed.edition.plan_id}))).get_text()

    assert "Open later" in text
    assert "Kept apart" not in text
    assert client.get(reverse("plans:follow_action", kwargs={"key": followed.hidden.action_id})).status_code == 404


def test_an_action_is_updated_on_its_page(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.pharmacy_lead)
    address = reverse("plans:follow_action", kwargs={"key": followed.action.pk})
    sent = {
        "version": 1,
        "status": "under_way",
        "percent": 40,
        "note_en": "Begun.",
        "rating": "rule",
        "rating_reason": "",
    }

    answer = client.post(address, sent)
    again = client.post(address, {**sent, "percent": 60})
    fresh = read(again).select_one("input[name=version]")["value"]
    last = client.post(address, {**sent, "percent": 60, "version": fresh})

    assert (answer.status_code, again.status_code, last.status_code) == (302, 409, 302)
    assert fresh == "2"
    assert read(client.get(address)).select_one("input[name=rating][checked]")["value"] == "rule"
    assert list(ActionUpdate.objects.values_list("percent", flat=True)) == [60, 40]
    assert "Begun." in client.get(address).content.decode()


def test_a_milestone_is_entered_beneath_its_action(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.pharmacy_lead)
    address = reverse("plans:follow_action", kwargs={"key": followed.action.pk})
    sent = {"milestone": str(followed.milestone.key), "seen": 0, "deed": "moved", "day": "1 May 2026", "note": ""}

    refused = client.post(address, sent)
    answer = client.post(address, {**sent, "note": "No room."})
    overtaken = client.post(address, {**sent, "deed": "done", "day": "2026-03-09"})

    assert "Say why the day moves." in read(refused).select_one(".nhsuk-error-summary").get_text()
    assert (answer.status_code, overtaken.status_code) == (302, 409)
    assert MilestoneUpdate.objects.get().due_on == datetime.date(2026, 5, 1)


def test_milestones_that_were_reached_on_one_day_are_entered_together(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.pharmacy_lead)
    address = reverse("plans:follow_action", kwargs={"key": followed.action.pk})
    sent = {"together": "together", "reached": [f"{followed.milestone.key}:0"], "reached_on": "2026-03-09"}

    unanswered = client.post(address, {**sent, "reached": []})
    answer = client.post(address, sent)

    assert "Which of them were reached" in read(unanswered).select_one(".nhsuk-error-summary").get_text()
    assert answer.status_code == 302
    assert MilestoneUpdate.objects.get().done_on == datetime.date(2026, 3, 9)


def test_whoever_may_only_read_finds_no_form_and_is_refused(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.appoint(Office.APPROVER, followed.setting.board))
    address = reverse("plans:follow_action", kwargs={"key": followed.action.pk})

    assert not read(client.get(address)).select("main form")
    assert client.post(address, {"version": 1, "status": "under_way", "percent": 1}).status_code == 403
    assert not ActionUpdate.objects.exists()


def test_an_old_update_leaves_the_action_wanted_in_the_next_quarter(client, moved_clock, followed):
    followed.update(followed.setting.pharmacy_lead)
    follow(client, moved_clock, followed.setting.pharmacy_lead, "2026-04-01T10:00:00+01:00")
    text = read(client.get(reverse("plans:follow", kwargs={"key": followed.edition.plan_id}))).get_text(" ", strip=True)

    assert "Quarter: 1 April 2026 to 30 June 2026" in text
    assert "You can enter it" in text


def test_the_public_report_holds_public_actions_alone(client, moved_clock, followed):
    moved_clock("2026-05-01T10:00:00+01:00")
    may = datetime.datetime(2026, 4, 20, 9, tzinfo=datetime.UTC)
    lead = followed.setting.lead
    followed.update(lead, Progress(Action.Status.UNDER_WAY, 50, note_cy="Hanner."), at=may, on=may.date())
    secret = Progress(Action.Status.UNDER_WAY, 50, note_en="Not for all.")
    followed.update(lead, secret, action=followed.hidden.action, at=may, on=may.date())
    answer = client.get(reverse("plans:report", kwargs={"key": followed.edition.plan_id}))
    text = read(answer).get_text(" ", strip=True)

    assert "Open later" in text
    assert read(answer).select_one("li span[lang=cy]").get_text() == "Hanner."
    assert "Kept apart" not in text
    assert "Not for all." not in text
    assert lead.name not in text
    client.force_login(lead)
    inside = client.get(reverse("plans:annual_report", kwargs={"key": followed.edition.plan_id})).content.decode()
    assert "Not for all." in inside
    assert (
        client.get(reverse("plans:report", kwargs={"key": followed.edition.plan_id}) + "?year=2031").status_code == 400
    )


def test_the_report_of_a_withdrawn_plan_is_gone(client, followed):
    published(followed.setting, state="withdrawn", withdrawn_at=AT, content=followed.edition.content)

    assert client.get(reverse("plans:report", kwargs={"key": followed.edition.plan_id})).status_code == 404


def test_what_is_to_enter_waits_on_the_desk_of_whoever_owns_the_action(client, moved_clock, followed):
    follow(client, moved_clock, followed.setting.pharmacy_lead)
    words = "Say how your actions stand. Still to enter: 1"

    before = client.get(reverse("portal:desk")).content.decode()
    followed.update(followed.setting.lead)
    after = client.get(reverse("portal:desk")).content.decode()

    assert words in before
    assert "Say how your actions stand" not in after


def test_open_actions_stand_in_the_handover_of_their_office_and_stay_with_it(client, moved_clock, followed):
    handover = HandoverFactory(seat=followed.seat, giver=followed.setting.pharmacy_lead)
    kind = next(one for one in kinds.KINDS if one.name == "actions")

    (line,) = kind.open(handover, ON)
    moved = kind.move(handover, AT, ON)
    followed.update(followed.setting.lead, Progress(Action.Status.COMPLETED, 100))

    assert line.startswith("Open later: ")
    assert moved == 1
    followed.row.refresh_from_db()
    assert followed.row.owner == followed.seat
    assert kind.open(handover, ON) == []


def test_a_plan_of_many_actions_is_followed_in_few_queries(
    client, moved_clock, followed, django_assert_max_num_queries
):
    setting = Setting()
    seats = list(Seat.objects.filter(body__in=[setting.cluster, setting.pharmacy, setting.optometry]))
    fill(setting.edition, seats)
    edition = published(setting)
    follow(client, moved_clock, setting.lead)
    addresses = [reverse(f"plans:{name}", kwargs={"key": edition.plan_id}) for name in ("follow", "annual_report")]
    addresses.append(reverse("plans:follow_action", kwargs={"key": edition.plannedaction_rows.first().action_id}))
    addresses.append(reverse("plans:report", kwargs={"key": edition.plan_id}))

    client.get(addresses[0])  # the first request of a session keeps that it began
    for address in addresses:
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
