"""Sharing a stream among clusters: seen before it is posted, posted whole, worked out again at any time."""

import uuid
from decimal import Decimal

import pytest

from accounts.models import AuditRecord
from budgets.actions.allocation import digest_of, post_sharing
from budgets.allocation.inputs import inputs_of, shares_of, weight_of, work_out
from budgets.ledger import balances
from budgets.models import BudgetLine, Entry, FinancialYear, PeriodClosing, Sharing
from clusters.models import HealthBoard, Population
from common.addresses import page_address
from common.dated import from_day
from common.errors import Refused
from governance.models import Basis, Office
from governance.powers.policies import NotAllowed
from tests.factories import AppointmentFactory, FundingStreamFactory, PopulationFactory, SeatFactory
from tests.moments import AT, ON
from tests.reading import hidden

pytestmark = pytest.mark.django_db
NOW = {"at": AT, "on": ON}
QUERIES_AT_MOST = 15
KEY = uuid.UUID("6b1f3f62-6d0e-4a43-9f7e-5b9c0a1f2d3e")
REGISTERED, WEIGHTED, BY_HAND = Sharing.Method.REGISTERED, Sharing.Method.WEIGHTED, Sharing.Method.BY_HAND


class Board:
    """A real board with its clusters and their figures, a stream of Wales, and its finance officer."""

    def __init__(self) -> None:
        self.board = HealthBoard.objects.get(slug_en="powys")
        self.year, _new = FinancialYear.objects.get_or_create(first_year=2025)
        self.stream = FundingStreamFactory(body=self.board.parent, source_letter="Letter 7")
        self.officer = self.appoint(Office.FINANCE_OFFICER)
        self.officer.authenticator_set.create(type="totp", data={"secret": "made for a test"})

    def appoint(self, office):
        seat = SeatFactory(office=office, body=self.board)
        return AppointmentFactory(seat=seat, basis=Basis.JOINT, during=from_day(ON)).person

    def work_out(self, amount="100000.01", method=REGISTERED, **more):
        return work_out(self.board, Decimal(amount), method, on=ON, **more)

    def post(self, worked=None, **more):
        worked = worked or self.work_out()
        given = {"worked": worked, "seen": digest_of(worked), "reason": "As the letter says", "key": KEY}
        what = {"board": self.board, "stream": self.stream, "year": self.year, "by": self.officer}
        return post_sharing(**{**what, **given, **NOW, **more})

    def address(self, name="share", **more):
        values = more or {"key": self.board.pk, "year": 2025}
        return page_address(f"budgets:{name}", "en", **values)

    def answers(self, **more):
        return {
            "stream": self.stream.pk,
            "amount": "£100,000.01",
            "method": "registered",
            "reason": "As the letter says",
            "key": str(KEY),
            "seen": "",
            **more,
        }


@pytest.fixture
def board() -> Board:
    return Board()


def test_registered_patients_share_by_their_number(board):
    worked = board.work_out()
    rows = worked.inputs["clusters"]
    whole = sum(row["registered"] for row in rows)

    assert len(rows) == 3
    assert sum(worked.shares.values()) == Decimal("100000.01")
    for row in rows:
        assert abs(worked.shares[row["key"]] - Decimal("100000.01") * row["registered"] / whole) < Decimal("0.01")
        assert row["period"]
        assert row["source"]


def test_need_moves_money_to_clusters_with_more_old_and_deprived_residents(board):
    worked = board.work_out(method=WEIGHTED)
    by_number = board.work_out()
    a_head = {
        row["key"]: weight_of(worked.inputs, row, WEIGHTED) / row["registered"] for row in worked.inputs["clusters"]
    }
    most, least = max(a_head, key=a_head.get), min(a_head, key=a_head.get)

    assert [term["indicator"] for term in worked.inputs["terms"]] == [
        "aged_under_16",
        "aged_65_plus",
        "aged_85_plus",
        "residents_most_deprived_fifth",
    ]
    assert worked.inputs["left_out"] == []
    assert worked.shares[most] > by_number.shares[most]
    assert worked.shares[least] < by_number.shares[least]
    assert sum(worked.shares.values()) == Decimal("100000.01")


def test_amounts_by_hand_must_add_up(board):
    keys = [row["key"] for row in inputs_of(board.board, on=ON)["clusters"]]
    worked = board.work_out("60", BY_HAND, by_hand=dict(zip(keys, map(Decimal, (10, 20, 30)), strict=True)))

    assert worked.shares == dict(zip(keys, (10, 20, 30), strict=True))
    with pytest.raises(Refused, match="must add up"):
        board.work_out("61", BY_HAND, by_hand={keys[0]: Decimal(60)})


def test_a_cluster_whose_patients_are_not_known_is_named(board):
    Population.objects.filter(area__parent=board.board, basis="registered").delete()

    with pytest.raises(Refused, match="Registered patients are not known for: .*Powys"):
        board.work_out()


def test_each_cluster_gets_one_allocation_on_the_line_that_is_not_assigned(board):
    made = board.post()
    lines = BudgetLine.objects.filter(stream=board.stream, heading="unassigned")
    entries = Entry.objects.filter(sharing=made)

    assert {line.body_id: line.pk for line in lines} == {entry.line.body_id: entry.line_id for entry in entries}
    assert {entry.line.body_id: entry.amount for entry in entries} == {
        int(key): Decimal(share) for key, share in made.shares.items()
    }
    assert sum(found.allocated for found in balances(lines).values()) == Decimal("100000.01")
    assert {entry.reference for entry in entries} == {"Letter 7"}
    (record,) = AuditRecord.objects.filter(action="budgets.post_sharing")
    assert record.subject_key == str(made.pk)


def test_a_second_sharing_uses_the_lines_that_are_there(board):
    board.post()
    board.post(key=uuid.uuid4())

    assert BudgetLine.objects.filter(stream=board.stream).count() == 3
    assert Entry.objects.count() == 6


def test_the_same_key_posts_once(board):
    assert board.post() == board.post()
    assert Entry.objects.count() == 3


def test_what_is_kept_gives_the_same_shares_again(board):
    for method in (REGISTERED, WEIGHTED):
        made = board.post(board.work_out(method=method), key=uuid.uuid4())
        made.refresh_from_db()

        again = shares_of(made.inputs, made.amount, made.method)
        assert {str(key): str(share) for key, share in again.items()} == made.shares


def test_it_is_posted_whole_or_not_at_all(board):
    PeriodClosing.objects.create(board=board.board, year=board.year, period=12, closed_by=board.officer, closed_at=AT)

    with pytest.raises(Refused, match="is closed"):
        board.post()

    assert not Sharing.objects.exists()
    assert not BudgetLine.objects.exists()


def test_only_what_was_looked_at_is_posted(board):
    worked = board.work_out()
    row = worked.inputs["clusters"][0]
    PopulationFactory(area_id=row["key"], basis="registered", period="9999", count=row["registered"] + 1)

    with pytest.raises(Refused, match="look at them again"):
        board.post(board.work_out(), seen=digest_of(worked))


def test_it_takes_the_finance_officer_and_a_stream_of_the_board_or_of_wales(board):
    with pytest.raises(NotAllowed):
        board.post(by=board.appoint(Office.APPROVER))
    with pytest.raises(Refused, match="another board's"):
        board.post(stream=FundingStreamFactory(body=HealthBoard.objects.get(slug_en="hywel-dda")))


# --- pages ---


def test_the_effect_is_seen_before_anything_is_posted(board, client, moved_clock):
    moved_clock(AT.isoformat())
    client.force_login(board.officer)

    shown = client.post(board.address(), board.answers())
    text = shown.content.decode()

    assert "Nothing is posted yet." in text
    assert not Sharing.objects.exists()
    assert "Compared with: By registered patients, weighted by need" in text
    assert "illustrative proposal, not official" in text
    posted = client.post(board.address(), hidden(shown))
    made = Sharing.objects.get()
    assert posted.url == board.address("sharing", key=made.pk)


def test_what_the_page_itself_sends_is_shown_before_it_is_posted(board, client, moved_clock):
    moved_clock(AT.isoformat())
    client.force_login(board.officer)
    first = hidden(client.get(board.address()))

    shown = client.post(board.address(), {**board.answers(), **first})

    assert first["seen"] == ""
    assert "<h1>Look at the shares" in shown.content.decode()
    assert not Sharing.objects.exists()


def test_answers_that_do_not_add_up_are_asked_again(board, client, moved_clock):
    moved_clock(AT.isoformat())
    client.force_login(board.officer)

    shown = client.post(board.address(), board.answers(method="by_hand")).content.decode()

    assert "The amounts by hand must add up to the amount that is shared." in shown
    assert "£100,000.01" in shown


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_sharing_is_read_with_its_formula_in_both_languages(board, client, moved_clock, language):
    moved_clock(AT.isoformat())
    made = board.post(board.work_out(method=WEIGHTED))
    client.force_login(board.officer)

    shown = client.get(page_address("budgets:sharing", language, key=made.pk)).content.decode()

    same = {"en": "each share comes to the same penny", "cy": "daw pob cyfran i'r un geiniog"}[language]
    assert same in shown.replace("&#x27;", "'")
    assert "£100,000.01" in shown


def test_pages_ask_few_questions_of_the_database(board, client, moved_clock, django_assert_max_num_queries):
    moved_clock(AT.isoformat())
    made = board.post()
    client.force_login(board.officer)

    for address in (board.address("sharings"), board.address(), board.address("sharing", key=made.pk)):
        client.get(address)
        with django_assert_max_num_queries(QUERIES_AT_MOST):
            assert client.get(address).status_code == 200


def test_a_key_that_let_one_sharing_in_is_not_taken_for_another(board):
    first = board.post()

    assert board.post() == first
    for other in ({"stream": FundingStreamFactory(body=board.board)}, {"worked": board.work_out("5")}):
        with pytest.raises(Refused, match="was sent before and entered something else"):
            board.post(**other)
    assert list(Sharing.objects.all()) == [first]
