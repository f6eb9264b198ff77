"""Every form that edits what is there says what it showed, and whoever was overtaken is told so and loses nothing."""

from bs4 import BeautifulSoup

from tests.contract.filling import faults_of, forms_of
from tests.contract.test_sent_twice import ANSWERS, pages
from tests.contract.walking import rows, signed_in

SAYS_WHAT_IT_SHOWED = {"seen", "seen_version", "version", "shown"}
# Forms that need not say what they showed, by the reason: a new page comes here, or says it.
WITHOUT = {
    "adds something, and changes nothing that is there": {
        "meetings:plan",
        "meetings:agenda",
        "plans:attach_historic",
        "plans:start",
        "governance:open_seat",
        "plans:start_edition",
        "plans:add_row",
        "plans:remarks",
        "plans:nothing_to_change",
        "plans:carry_forward",
        "plans:follow_action",
        "plans:translation_import",
        "plans:open_round",
        "governance:declare_interest",
        "governance:record_decision",
        "governance:delegate",
        "governance:prepare_handover",
        "clusters:uploads",
        "clusters:open_area",
        "collaboratives:open",
        "budgets:imports",
        "budgets:open_line",
        "budgets:request_virement",
        "budgets:add_stream",
        "budgets:add_line",
        "budgets:post",
        "budgets:reverse",
        "budgets:share",
        "budgets:receive",
        "budgets:ledgers",
        "budgets:year_end",
        "budgets:clear_suspense",
        "account_change_address",
        "mfa_add_webauthn",
    },
    "is done once, and refused where it was done": {
        "meetings:cancel",
        "governance:end_access",
        "governance:restore_access",
        "governance:person",
        "governance:end_interest",
        "governance:delegations",
        "governance:handover",
        "governance:recertification",
        "governance:nomination",
        "budgets:request",
        "budgets:close_period",
        "budgets:reopen_period",
        "clusters:upload",
        "budgets:import",
        "plans:translation_file",
    },
    "shows what will change before it is confirmed, which is refused where that is otherwise by then": {
        "clusters:merge_area",
        "clusters:split_area",
        "clusters:close_area",
    },
    "is about oneself alone, one answer that nobody else gives": {
        "meetings:answer",
        "meetings:own",
        "plans:mails",
        "governance:public_names",
        "account_change_password",
        "account_sessions",
        "account_logout",
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
    },
}
REASONS = {"reason_en": "The hall is taken", "reason_cy": "Mae'r neuadd wedi'i llogi"}
# Forms that are sent here as if somebody else had saved since.
OVERTAKEN = {
    "account_details": {"name": "Another Name"},
    "meetings:move": {"place_en": "Another hall", "place_cy": "Neuadd arall", **REASONS},
    "meetings:item": {"title_en": "Another item"},
    "plans:round": {"agreed": "1 May 2020"},
    "plans:board_days": {"agreed": "1 May 2020"},
    "plans:route": {},
    "budgets:rules": {},
    "budgets:bands": {},
    "budgets:change_stream": {"name_en": "Another name"},
    "budgets:close_line": {},
}


def test_every_form_says_what_it_showed_or_need_not(portal):
    lacking, said = set(), set()
    for page, email in pages():
        if page.key and portal.read(page.key)[0][0] is None:
            continue  # It is there once somebody has moved a plan on.
        address = page.address(portal, "en")
        for form in forms_of(signed_in(email).get(address).content, address):
            (said if SAYS_WHAT_IT_SHOWED & set(form.fields) else lacking).add(page.name)

    assert lacking == set().union(*WITHOUT.values()) & lacking
    assert set(OVERTAKEN) <= said


def test_whoever_was_overtaken_is_told_so_and_loses_nothing(portal):
    for page, email in pages():
        if page.name not in OVERTAKEN:
            continue
        browser, address = signed_in(email), page.address(portal, "en")
        form, before = forms_of(browser.get(address).content, address)[0], rows()
        answers = {**ANSWERS.get(page.name, {}), **OVERTAKEN[page.name]}

        response = browser.post(form.address, form.sent(seen="0" * 32, **answers))

        assert response.status_code == 409, page.name
        assert "Somebody else has changed this since you opened it." in faults_of(response.content)
        assert rows() == before
        found = BeautifulSoup(response.content, "html.parser")
        for name, value in OVERTAKEN[page.name].items():
            assert found.select_one(f"[name={name}]")["value"] == value
        # What stands now is what the page has seen by now, so that the same is sent again knowingly.
        assert found.select_one("[name=seen]")["value"] == form.fields["seen"]
