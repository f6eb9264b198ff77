"""Files of changes: refused by row and column, kept until confirmed, carried out whole, undone by the reverse."""

import csv
import datetime
import io

import pytest

from accounts.models import AuditRecord
from clusters.models import Membership, Provider, Upload
from clusters.uploads import actions
from clusters.uploads.actions import BrokenUpload, Outdated
from common.dated import from_day
from common.errors import Refused
from governance.powers.policies import NotAllowed
from tests.clusters.administering import DAY, LATER, Country, administrator
from tests.factories import AT, ON, MembershipFactory, PersonFactory, ProviderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return Country()


def file_of(rows: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def moves(country: Country, number: int) -> list[dict[str, str]]:
    practices = [MembershipFactory(cluster=country.one).provider for _number in range(number)]
    return [
        {
            "ods_code": practice.ods_code,
            "change": "move",
            "cluster": country.two.slug_en,
            "from": LATER.isoformat(),
            "reason": "",
        }
        for practice in practices
    ]


def pharmacy(country: Country, **changes) -> dict[str, str]:
    row = {
        "ods_code": "Q1234",
        "name": "Example Pharmacy",
        "address": "1 Example Street",
        "postcode": "XX1 1XX",
        "kind": "community_pharmacy",
        "cluster": country.one.slug_cy,
        "from": "1/4/2026",
        "reason": "",
    }
    return {**row, **changes}


def sent(country: Country, rows: list[dict[str, str]], kind: str = "memberships", **changes) -> Upload:
    values = {"kind": kind, "name": "changes.csv", "content": file_of(rows), **country.who}
    return actions.upload(**{**values, **changes})


def state() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Membership, Provider)]


def in_two(country: Country, on: datetime.date) -> int:
    return Membership.objects.current(on=on).filter(cluster=country.two).count()


def test_fifty_changes_with_three_bad_rows_are_refused_by_row_and_column_and_nothing_is_kept(country):
    rows = moves(country, 50)
    rows[6]["ods_code"] = "NOBODY"
    rows[20]["cluster"] = "no-such-cluster"
    rows[48]["from"] = "31 February 2026"
    before, records = state(), AuditRecord.objects.count()

    with pytest.raises(BrokenUpload) as refusal:
        sent(country, rows)

    assert [str(fault) for fault in refusal.value.faults] == [
        "changes.csv, row 8, column ods_code: no provider with this code is here.",
        "changes.csv, row 22, column cluster: “no-such-cluster” is not known here.",
        "changes.csv, row 50, column from: “31 February 2026” is not a day such as 2026-03-31 or 31/3/2026.",
    ]
    assert (state(), AuditRecord.objects.count(), Upload.objects.count()) == (before, records, 0)


def test_fifty_changes_wait_are_confirmed_in_one_go_and_undone(country):
    rows = moves(country, 50)
    before = state()

    kept = sent(country, rows)
    waiting = state()
    actions.confirm(upload=kept, **country.who)
    confirmed = (in_two(country, LATER - DAY), in_two(country, LATER))
    actions.undo(upload=kept, reason="The wrong file", **country.who)

    assert waiting == before
    assert confirmed == (0, 50)
    assert state() == before
    assert [one.action for one in AuditRecord.objects.order_by("pk")][-3:] == [
        "clusters.upload",
        "clusters.confirm_upload",
        "clusters.undo_upload",
    ]


def test_providers_of_another_profession_are_entered_into_their_cluster_and_taken_back(country):
    kept = sent(country, [pharmacy(country)], "providers")
    unseen = Provider.objects.filter(ods_code="Q1234").exists()
    actions.confirm(upload=kept, **country.who)

    entered = Provider.objects.get(ods_code="Q1234")
    in_cluster = list(Provider.objects.in_cluster(country.one, on=LATER).filter(kind="community_pharmacy"))
    actions.undo(upload=kept, reason="The wrong file", **country.who)

    assert not unseen
    assert (entered.name, entered.source, in_cluster) == ("Example Pharmacy", "changes.csv", [entered])
    assert "example pharmacy" in entered.search_text
    assert not Provider.objects.filter(ods_code="Q1234").exists()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "bakery"}, "changes.csv, row 2, column kind: “bakery” is not known here."),
        ({"name": ""}, "changes.csv, row 2, column name: the cell is empty."),
        ({"ods_code": "Q 12"}, "changes.csv, row 2, column ods_code: a code holds only letters and digits."),
        (
            {"from": "1/3/2026"},
            "changes.csv, row 2, column reason: A day in the past needs a reason: the record will show it.",
        ),
    ],
)
def test_a_broken_row_of_a_provider_is_told(country, changes, fault):
    with pytest.raises(BrokenUpload) as refusal:
        sent(country, [pharmacy(country, **changes)], "providers")

    assert [str(one) for one in refusal.value.faults] == [fault]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"ods_code,change\nA,move\n", "changes.csv, row 1, column cluster: the column is missing."),
        (b"\xff\xfe", "changes.csv: the file is empty."),
        (b"a\0b", "changes.csv: the file is neither CSV nor an Excel workbook (XLSX)."),
        (b"ods_code,change,cluster,from,reason\n", "changes.csv: the file has no rows below its heading."),
        (
            b"ods_code,change,cluster,from,reason\nA,move\n",
            "changes.csv, row 2: the row has 2 cells, the heading has 5.",
        ),
    ],
)
def test_what_is_no_such_file_is_told(country, content, fault):
    with pytest.raises(BrokenUpload) as refusal:
        actions.upload(kind="memberships", name="changes.csv", content=content, **country.who)

    assert [str(one) for one in refusal.value.faults] == [fault]


def test_the_same_code_twice_and_a_cluster_out_of_reach_are_refused(country):
    rows = moves(country, 1)
    rows = [rows[0], {**rows[0]}, {**moves(country, 1)[0], "cluster": country.elsewhere.slug_en}]

    with pytest.raises(BrokenUpload) as refusal:
        sent(country, rows)

    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [(3, "ods_code"), (4, "cluster")]


def test_a_file_that_was_overtaken_is_not_carried_out_until_it_was_seen_again(country):
    rows = moves(country, 2)
    kept = sent(country, rows)
    provider = Provider.objects.get(ods_code=rows[0]["ods_code"])
    Membership.objects.filter(provider=provider).update(during=from_day(ON - 9 * DAY))
    before = state()

    with pytest.raises(Outdated):
        actions.confirm(upload=kept, **country.who)
    refused = state()
    actions.look_again(upload=kept, **country.who)
    actions.confirm(upload=kept, **country.who)

    assert refused == before
    assert in_two(country, LATER) == 2


def test_a_file_waits_for_a_day_and_is_then_forgotten(country):
    kept = sent(country, moves(country, 1))
    late = {**country.who, "at": AT + DAY, "on": ON + DAY}

    with pytest.raises(Refused, match="more than a day"):
        actions.confirm(upload=kept, **late)
    sent(country, moves(country, 1), **late)

    assert not Upload.objects.filter(pk=kept.pk).exists()


def test_nothing_is_confirmed_or_undone_twice_or_undone_after_a_later_change(country):
    rows = moves(country, 2)
    kept = sent(country, rows)
    actions.confirm(upload=kept, **country.who)
    made = Membership.objects.filter(cluster=country.two).first()
    Membership.objects.filter(pk=made.pk).update(during=from_day(LATER, LATER + DAY))
    before = state()

    with pytest.raises(Refused, match="confirmed already"):
        actions.confirm(upload=kept, **country.who)
    with pytest.raises(Refused):
        actions.undo(upload=kept, reason="The wrong file", **country.who)

    assert state() == before


def test_somebody_without_the_power_sends_confirms_and_undoes_nothing(country):
    kept = sent(country, moves(country, 1))
    elsewhere = {"by": administrator(country.elsewhere.parent), "at": AT, "on": ON}
    before = state()

    with pytest.raises(NotAllowed):
        actions.upload(kind="memberships", name="a.csv", content=b"", by=PersonFactory(), at=AT, on=ON)
    with pytest.raises(NotAllowed):
        actions.confirm(upload=kept, **elsewhere)
    with pytest.raises(NotAllowed):
        actions.undo(upload=kept, reason="Mine", **elsewhere)

    assert state() == before


def test_a_spanning_service_joins_several_clusters_by_a_file(country):
    service = ProviderFactory(kind="other_service", registered_patients=None)
    row = {"ods_code": service.ods_code, "change": "join_also", "from": LATER.isoformat(), "reason": ""}

    for cluster in (country.one, country.two):
        actions.confirm(upload=sent(country, [{**row, "cluster": cluster.slug_en}]), **country.who)

    assert Membership.objects.current(on=LATER).filter(provider=service, spans_clusters=True).count() == 2
