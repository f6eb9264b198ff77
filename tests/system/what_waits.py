"""What the pages for signed-in people need that the shipped examples do not have: something that waits on each."""

import datetime
import uuid
from decimal import Decimal

from accounts.models import Person
from budgets.actions import extracts as import_actions
from budgets.actions.allocation import digest_of, post_sharing
from budgets.allocation.inputs import work_out
from budgets.extracts.columns import guessed
from budgets.models import FinancialYear, FundingStream, Sharing
from common import clock
from governance.decisions import actions as decision_actions
from governance.decisions import interest_actions
from governance.handovers import actions as handover_actions
from governance.models import Basis, Body, Decision, Interest, Seat
from governance.offices import actions
from governance.people import actions as people_actions
from governance.powers.permissions import Permission
from plans.actions import start_plan
from plans.bilingual.actions import upload
from plans.models import Edition, TemplateEdition
from plans.review.round_actions import open_round

EXTRACT = "Transaction number,Date,Cost centre,Subjective code,Amount,Description"


def prepare_offices(at: datetime.datetime, on: datetime.date) -> None:
    """Add a nomination that waits, an interest, a decision, a handover and an access that ended."""
    first, second, deputy = _person("national.administrator"), _person("second.administrator"), _person("deputy.lead")
    by = {"at": at, "on": on}
    term = {"basis": Basis.SUBSTANTIVE, "start": on, "until": None}
    seat = Seat.objects.get(body__slug_en="example-north", office="cluster_lead")
    actions.nominate(seat=seat, person=deputy, by=second, **term, **by)
    interest = {"organisation": "Example Partners", "nature": Interest.Nature.FINANCIAL, "details": "Shares"}
    interest_actions.declare_interest(**interest, start=on, by=first, at=at)
    said = {"title_en": "An example", "title_cy": "Enghraifft", "text_en": "Agreed.", "text_cy": "Cytunwyd."}
    text, outcome = decision_actions.Text(**said), Decision.Outcome.AGREED
    decision_actions.record_decision(body=_cluster(), decided_on=on, text=text, outcome=outcome, by=first, **by)
    own = Seat.objects.get(office="national_administrator")
    handover_actions.prepare_handover(seat=own, to=second, note="All is in order.", by=first, **by)
    people_actions.end_access(person=_person("social.services"), by=first, reason="Left", **by)
    support = Seat.objects.get(body__slug_en="example", office="support_officer")
    joint = {"basis": Basis.JOINT, "start": on, "until": None}
    confirmed = actions.nominate(seat=support, person=first, by=second, **joint, **by)
    actions.confirm(appointment=confirmed, by=_person("approver"), **by)


def prepare_plans(at: datetime.datetime, on: datetime.date) -> None:
    """Add a file of translations, and a round of annual plans with the plan of one cluster."""
    cluster, lead = _cluster(), _person("cluster.lead")
    draft = Edition.objects.get(plan__body=cluster, frozen_at=None)
    sent = b"id,source,target_language,target,mark\r\nneed.none.title,One,cy,Un,\r\n"
    upload(edition=draft, name="translations.csv", content=sent, by=lead, at=at, on=on)
    template = TemplateEdition.objects.get(code="cluster-annual-1")
    names = {"name_en": "Example round", "name_cy": "Rownd enghreifftiol"}
    given = {"body": cluster.parent.parent, "template": template, "first_year": on.year, **names}
    planning = open_round(**given, by=_person("national.administrator"), at=at, on=on)
    start_plan(body=cluster, planning_round=planning, by=lead, at=at, on=on)


def prepare_money(at: datetime.datetime, on: datetime.date) -> None:
    """Add two extracts of the ledger, one of which has been read, and a sharing of winter money."""
    board = _cluster().parent
    year = FinancialYear.objects.get(first_year=on.year if on.month >= 4 else on.year - 1)
    rows = [f"E{one},{on},EX4101,{code},1{one}0.50,Example" for one, code in enumerate(("5210", "5210", "9999"))]
    content = "\n".join([EXTRACT, *rows, "E9,soon,EX4101,5210,7,Example", "Total,,,,338.50,"]).encode()
    money = {"by": _person("finance.officer"), "at": at, "on": on}
    sent = [import_actions.send(board=board, year=year, name="extract.csv", content=content, **money) for _n in "ab"]
    columns = guessed(heading for heading, _sample in sent[0].headings)
    import_actions.read(imported=sent[0], columns=columns, stated_total=None, **money)
    worked = work_out(board, Decimal("50000"), Sharing.Method.WEIGHTED, on=on)
    told = {"stream": FundingStream.objects.get(code="example-winter"), "reason": "Example", "key": uuid.uuid4()}
    post_sharing(board=board, year=year, worked=worked, seen=digest_of(worked), **told, **money)


def prepare_delegations(at: datetime.datetime, on: datetime.date) -> None:
    """Let the administrator stand in for a lead, an approver and a finance officer."""
    until = on + datetime.timedelta(days=9)
    given = {"to": _person("national.administrator"), "start": on, "until": until, "reason": "Away", "at": at, "on": on}
    for name, permissions in (
        ("cluster_lead", [Permission.AGREE_PLANS, Permission.SEE_BUDGETS, Permission.WRITE_BUDGETS]),
        ("approver", [Permission.APPROVE_PLANS, Permission.SEE_BUDGETS, Permission.APPROVE_BUDGETS]),
        ("finance_officer", [Permission.KEEP_LEDGER]),
    ):
        holder = _person(name.replace("_", "."))
        seat = holder.appointments.get(seat__office=name).seat
        actions.delegate(seat=seat, permissions=permissions, by=holder, **given)


def prepare_every_page() -> None:
    at, on = clock.now(), clock.today()
    for prepare in (prepare_offices, prepare_plans, prepare_money, prepare_delegations):
        prepare(at, on)


def _person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@example.org")


def _cluster() -> Body:
    return Body.objects.get(slug_en="example-central")
