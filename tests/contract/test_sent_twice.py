"""Every form that changes something, sent twice at the same moment, is carried out once.

Each is filled in from what its page shows. It is sent once and that undone, to see what it changes; then the same is
sent twice at once, in transactions that really commit: both are answered alike, and no more has changed.
"""

import datetime
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.deeds import DEED
from common import clock
from tests.contract.filling import Form, Upload, faults_of, forms_of
from tests.contract.walking import rows, signed_in, undone
from tests.system.signed_in import ADMINISTRATOR, MEETING, PAGES, SignedIn

MOST_STEPS = 3
LATER = (clock.today() + datetime.timedelta(days=60)).isoformat()
PROVIDER = b"Q9999,Example Pharmacy,1 Example Street,XX1 1XX,community_pharmacy,example-central,1/4/2027,\r\n"
PROVIDERS = Upload(b"ods_code,name,address,postcode,kind,cluster,from,reason\r\n" + PROVIDER)
EXTRACT = Upload(b"Date,Cost centre,Subjective code,Amount\r\n2026-05-01,EX4101,5210,7\r\n")
TEXTS = Upload(b"id,source,target_language,target,mark\r\nneed.none.title,One,cy,Un,\r\n")
PLACE = {"place_en": "The hall", "place_cy": "Y neuadd"}
REASONS = {"reason_en": "The hall is taken", "reason_cy": "Mae'r neuadd wedi'i llogi"}
# What a form is answered where what its page shows is not enough; a number chooses among what is offered.
ANSWERS: dict[str, dict[str, Any]] = {
    "plans:attach_historic": {"first_year": "2020", "file": Upload(b"%PDF-1.7 an example", "plan.pdf")},
    "governance:record_decision": {"votes_for": "3", "votes_against": "1", "abstentions": "0"},
    "governance:open_seat": {"name_en": "The council", "name_cy": "Y cyngor"},
    "governance:close_seat": {"last_day": LATER},
    "governance:contact": {"day": LATER, "hour": "10:30"},
    "meetings:plan": {"day": LATER, "hour": "10:30", "link": "", **PLACE},
    "meetings:move": {"day": LATER, "hour": "11:30", **PLACE, **REASONS},
    "meetings:cancel": REASONS,
    "meetings:agenda": {"title_en": "An item", "title_cy": "Eitem"},
    "governance:delegate": {"email": "pharmacy.lead@example.org"},
    "clusters:uploads": {"kind": "providers", "file": PROVIDERS},
    "clusters:end_membership": {"last_day": LATER},
    "clusters:merge_area": {"name_en": "Joined", "name_cy": "Cyfun", "start": LATER},
    "clusters:split_area": {"second_en": "Second", "second_cy": "Ail"},
    "plans:translation_import": {"file": TEXTS},
    "plans:open_round": {"first_year": "2031"},
    "budgets:imports": {"file": EXTRACT},
    "budgets:import": {"period": "", "reference": "", "stated_total": ""},
    "budgets:request_virement": {"to_line": 1},
    "budgets:ledgers": {"first_year": "2031"},
    "budgets:add_line": {"action": 1, "whole_time_equivalents": ""},
    "plans:exempt": {"due_on": LATER},
    "plans:publish": {"time": "10:30"},
    "collaboratives:open": {"profession": "other"},
}


def edition(body: str, state: str) -> str:
    """Return the query that finds an edition of an example cluster by where it stands."""
    of_body = f"SELECT id FROM governance_body WHERE slug_en = 'example-{body}'"
    joined = "plans_edition e JOIN plans_plan p ON p.id = e.plan_id"
    return f"SELECT max(e.id) FROM {joined} WHERE p.body_id = ({of_body}) AND e.state = '{state}'"


VACANT = "s.follows_id IS NULL AND NOT EXISTS (SELECT FROM governance_appointment a WHERE a.seat_id = s.id)"
# Decisions of other people, which no page of the register comes to.
MORE = [
    (SignedIn("governance:vacancy", f"SELECT max(id) FROM governance_seat s WHERE {VACANT}"), ADMINISTRATOR),
    (SignedIn("meetings:answer", MEETING), "cluster.lead@example.org"),
    (SignedIn("governance:handover", "SELECT id FROM governance_handover"), "second.administrator@example.org"),
    (SignedIn("plans:start_edition", edition("west", "published")), "interim.lead@example.org"),
    (SignedIn("plans:agree", edition("coast", "returned")), "coast.lead@example.org"),
    (SignedIn("plans:send", edition("coast", "agreed")), "coast.lead@example.org"),
    (SignedIn("plans:approve", edition("east", "with_board")), "approver@example.org"),
    (SignedIn("plans:exempt", edition("south", "approved")), "board.administrator@example.org"),
    (SignedIn("plans:publish", edition("south", "approved")), "board.administrator@example.org"),
    (SignedIn("plans:withdraw", edition("south", "published")), "board.administrator@example.org"),
]
# What ends offices, powers or places comes last, since others rest on these.
LATE = [
    "meetings:cancel",
    "governance:close_seat",
    "governance:delegations",
    "governance:end_access",
    "clusters:end_membership",
    "clusters:change_membership",
    "clusters:upload",
    "clusters:split_area",
    "clusters:merge_area",
    "clusters:close_area",
    "governance:end_term",
]
# Forms whose page cannot be answered here, with the reason: what is sent to them passes the same door all the same.
NOT_WALKED = {
    "account_logout": "creates nothing, and ends the session that the walk goes on with",
    "mfa_reauthenticate": "asks for a code and creates nothing",
    "clusters:upload": "takes back what the walk itself has changed since",
    "plans:exempt": "asks for an edition that is written in one language only",
    "budgets:year_end": "asks for a year whose March is closed",
    "budgets:close_line": "asks for a line without commitments",
    "budgets:receive": "asks for money that was promised and has not come",
    "plans:carry_forward": "asks for a plan of the years before",
    "clusters:split_area": "the cluster of the register can be merged, divided or closed once only",
    "clusters:close_area": "the cluster of the register can be merged, divided or closed once only",
}


def pages() -> list[tuple[SignedIn, str]]:
    others = [(page, ADMINISTRATOR) for page in PAGES]
    ending = [one for one in others if one[0].name in LATE]
    return [one for one in others if one not in ending] + MORE + sorted(ending, key=lambda one: LATE.index(one[0].name))


def test_every_form_that_changes_something_is_carried_out_once(portal):
    walked: set[str] = set()
    faults: list[str] = []
    not_taken: dict[str, str] = {}
    for page, email in pages():
        browser, address = signed_in(email), page.address(portal, "en")
        for number in range(2):
            forms = forms_of(browser.get(address).content, address)
            if number < len(forms):
                told = _sent_twice(browser, page.name, forms[number])
                if told is None:
                    walked.add(page.name)
                elif told.startswith("not taken"):
                    not_taken[page.name] = told
                else:
                    faults.append(f"{page.name} {number}: {told}")
    assert faults == []
    assert {name: told for name, told in not_taken.items() if name not in walked | set(NOT_WALKED)} == {}
    assert {"governance:record_decision", "governance:appoint", "plans:remarks", "plans:approve"} <= walked
    assert {"budgets:post", "budgets:share", "budgets:open_line", "plans:publish"} <= walked


def _sent_twice(browser: Client, name: str, form: Form) -> str | None:
    """Send a form as far as it leads, and its last page twice at once; return what is wrong with what came of it."""
    for _step in range(MOST_STEPS):
        before = rows()
        with undone():
            answer = _send(browser, name, form)
            once = rows() - before
        following = forms_of(answer.content, form.address)
        if answer.status_code != 200 or faults_of(answer.content) or not following:
            break
        form = following[0]
    if answer.status_code != 302:
        return f"not taken: {answer.status_code} {faults_of(answer.content)}"
    answers = _at_once(browser, name, form)
    twice = rows() - before
    led = {(one.status_code, one.get("Location")) for one in answers}
    # Whoever signs out has no page of theirs left on which it could be said.
    if name != "account_logout" and not browser.session.get(DEED):
        return "ends without a sentence of what was done"
    return None if len(led) == 1 and twice == once else f"{led}: {_more(twice, once)}"


def _send(browser: Client, name: str, form: Form) -> HttpResponse:
    known = {field: value for field, value in ANSWERS.get(name, {}).items() if field in form.fields}
    return browser.post(form.address, form.sent(next(iter(form.buttons), None), **known))


def _at_once(browser: Client, name: str, form: Form) -> list[HttpResponse]:
    start = Barrier(2)

    def send(_number: int) -> HttpResponse:
        other = Client()
        other.cookies = browser.cookies
        try:
            start.wait()
            return _send(other, name, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(send, range(2)))


def _more(twice: Counter[str], once: Counter[str]) -> dict[str, tuple[int, int]]:
    return {table: (once[table], twice[table]) for table in twice | once if once[table] != twice[table]}
