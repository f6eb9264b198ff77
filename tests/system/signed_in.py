"""Pages that ask for somebody who is signed in: the register of them, and how a test comes in."""

from dataclasses import dataclass

from common.addresses import page_address
from tests.system.running import Portal

ADMINISTRATOR = "national.administrator@example.org"
# A session as signing in makes it, with password and code given; the code stays new for an hour, so that a slow machine
# is not asked for it again on the way through all pages.
SIGN_IN = """
import time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import Person
person = Person.objects.get(email="{email}")
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
again = {{"method": "mfa", "type": "totp", "at": time.time() + 3600, "reauthenticated": True}}
session["account_authentication_methods"] = [again]
session["account_authentication_methods_user"] = str(person.pk)
session.create()
print(session.session_key)
"""
CLUSTER = "SELECT id FROM governance_body WHERE slug_en = 'example-central'"
SLUG = "SELECT slug_{{language}} FROM governance_body WHERE slug_en = '{slug}'"
SEAT = f"SELECT min(id) FROM governance_seat WHERE office = 'cluster_lead' AND body_id = ({CLUSTER})"
NEWEST_SEAT = SEAT.replace("min(id)", "max(id)")
PROVIDER = "SELECT id FROM clusters_provider WHERE ods_code = 'EX001'"
COLLABORATIVE = "SELECT id FROM governance_body WHERE slug_en = 'example-central-optometry'"
OWN_SEAT = "SELECT id FROM governance_seat WHERE office = 'national_administrator'"
PLANS = f"SELECT id FROM plans_plan WHERE body_id = ({CLUSTER})"
PLAN = f"SELECT id FROM plans_plan WHERE body_id = ({CLUSTER}) AND kind = 'cluster_imtp'"
DRAFT = f"SELECT id FROM plans_edition WHERE frozen_at IS NULL AND plan_id = ({PLAN})"
PUBLISHED = f"SELECT id FROM plans_edition WHERE state = 'published' AND plan_id = ({PLAN})"
# The plan of the year, over which the administrator holds what a lead and an approver delegated.
ANNUAL = f"SELECT max(id) FROM plans_edition WHERE plan_id IN ({PLANS}) AND plan_id <> ({PLAN})"
SECTION = f"SELECT id FROM plans_section WHERE edition_id = ({DRAFT}) AND code = 'population-needs'"
NEED = f"SELECT min(id) FROM plans_need WHERE edition_id = ({DRAFT})"
ACTION = f"SELECT min(action_id) FROM plans_plannedaction WHERE edition_id = ({PUBLISHED})"
ROUND = "SELECT min(id) FROM plans_planninground"
BOARD = "SELECT id FROM governance_body WHERE slug_en = 'example'"
GROUP = "SELECT id FROM governance_body WHERE slug_en = 'example-planning-group'"
SHUT_OUT = "SELECT id FROM accounts_person WHERE email = 'social.services@example.org'"
# The money of the examples, in the year that runs.
YEAR = "SELECT min(y.first_year) FROM budgets_ledgerimport i JOIN budgets_financialyear y ON y.id = i.year_id"
IN_YEAR = f"year_id = (SELECT id FROM budgets_financialyear WHERE first_year = ({YEAR}))"
LINE = f"SELECT min(id) FROM budgets_budgetline WHERE {IN_YEAR} AND heading = 'action' AND body_id = ({CLUSTER})"
ENTRY = f"SELECT max(id) FROM budgets_entry WHERE kind = 'allocation' AND line_id = ({LINE})"
IN_SUSPENSE = (
    "SELECT max(e.id) FROM budgets_entry e JOIN budgets_budgetline l ON l.id = e.line_id WHERE heading = 'suspense'"
)
CLOSING = "SELECT max(id) FROM budgets_periodclosing"
# The next meeting of the example cluster that has an agenda.
MEETING = (
    "SELECT id FROM meetings_meeting m WHERE cancelled_at IS NULL AND starts_at > now()"
    f" AND body_id = ({CLUSTER}) AND EXISTS (SELECT FROM meetings_agendaitem i WHERE i.meeting_id = m.id)"
    " ORDER BY starts_at LIMIT 1"
)
PERSON = "SELECT id FROM accounts_person WHERE email = 'cluster.lead@example.org'"


@dataclass(frozen=True)
class SignedIn:
    """A page for those who may: its route, the queries that find what its address holds, a kind, a period, a slug."""

    name: str
    key: str = ""
    kind: str = ""
    year: str = ""
    period: int = 0
    slug: str = ""
    query: str = ""

    def address(self, portal: Portal, language: str) -> str:
        arguments = {"key": portal.read(self.key)[0][0]} if self.key else {}
        arguments |= {"kind": self.kind} if self.kind else {}
        arguments |= {"year": portal.read(self.year)[0][0]} if self.year else {}
        arguments |= {"period": self.period} if self.period else {}
        arguments |= {"slug": portal.read(self.slug.format(language=language))[0][0]} if self.slug else {}
        return page_address(self.name, language, **arguments) + self.query


PAGES = (
    SignedIn("portal:desk"),
    SignedIn("portal:done"),
    SignedIn("portal:bodies"),
    SignedIn("portal:together"),
    SignedIn("portal:body", kind="cluster", slug=SLUG.format(slug="example-central")),
    SignedIn("portal:body", kind="health_board", slug=SLUG.format(slug="example")),
    SignedIn("governance:body_seats", CLUSTER),
    SignedIn("governance:open_seat", CLUSTER),
    SignedIn("governance:contact", CLUSTER),
    SignedIn("governance:close_seat", NEWEST_SEAT),
    SignedIn("meetings:own"),
    SignedIn("meetings:meetings", CLUSTER),
    SignedIn("meetings:plan", CLUSTER),
    SignedIn("meetings:meeting", MEETING),
    SignedIn("meetings:answer", MEETING),
    SignedIn("meetings:move", MEETING),
    SignedIn("meetings:cancel", MEETING),
    SignedIn("meetings:agenda", MEETING),
    SignedIn("meetings:item", f"SELECT min(id) FROM meetings_agendaitem WHERE meeting_id = ({MEETING})"),
    SignedIn("clusters:places"),
    SignedIn("clusters:name_place", "SELECT min(id) FROM clusters_place WHERE name_cy = ''"),
    SignedIn("portal:work_search", query="?q=example+lead"),
    SignedIn("plans:attach_historic"),
    SignedIn("governance:seats"),
    SignedIn("governance:seat", SEAT),
    SignedIn("governance:appoint", SEAT),
    SignedIn("governance:vacancy", SEAT),
    SignedIn("governance:end_term", f"SELECT id FROM governance_appointment WHERE seat_id = ({SEAT})"),
    SignedIn("governance:end_access", PERSON),
    SignedIn("governance:people"),
    SignedIn("governance:person", PERSON),
    SignedIn("governance:restore_access", SHUT_OUT),
    SignedIn("governance:powers"),
    SignedIn("governance:interests"),
    SignedIn("governance:declare_interest"),
    SignedIn("governance:end_interest", "SELECT id FROM governance_interest"),
    SignedIn("governance:register", CLUSTER),
    SignedIn("governance:decisions", CLUSTER),
    SignedIn("governance:record_decision", CLUSTER),
    SignedIn("governance:decision", "SELECT id FROM governance_decision"),
    SignedIn("governance:handovers"),
    SignedIn("governance:prepare_handover", OWN_SEAT),
    SignedIn("governance:handover", "SELECT id FROM governance_handover"),
    SignedIn("governance:delegations"),
    SignedIn("governance:delegate"),
    SignedIn("governance:recertification"),
    SignedIn("governance:public_names"),
    SignedIn("governance:nominations"),
    SignedIn("governance:nomination", "SELECT id FROM governance_appointment WHERE confirmed_at IS NULL"),
    SignedIn("governance:record"),
    SignedIn("governance:record_entry", "SELECT max(id) FROM accounts_auditrecord WHERE action = 'governance.confirm'"),
    SignedIn("clusters:providers"),
    SignedIn("clusters:provider", PROVIDER),
    SignedIn("clusters:change_membership", PROVIDER),
    SignedIn("clusters:end_membership", f"SELECT id FROM clusters_membership WHERE provider_id = ({PROVIDER})"),
    SignedIn("clusters:uploads"),
    SignedIn("clusters:upload", "SELECT id FROM clusters_upload"),
    SignedIn("clusters:areas"),
    SignedIn("clusters:open_area"),
    SignedIn("clusters:rename_area", CLUSTER),
    SignedIn("clusters:merge_area", CLUSTER),
    SignedIn("clusters:split_area", CLUSTER),
    SignedIn("clusters:close_area", CLUSTER),
    SignedIn("collaboratives:administered"),
    SignedIn("collaboratives:overview", COLLABORATIVE),
    SignedIn("collaboratives:describe", COLLABORATIVE),
    SignedIn("collaboratives:open", CLUSTER),
    SignedIn("collaboratives:change_state", COLLABORATIVE),
    SignedIn("plans:plans"),
    SignedIn("plans:start"),
    SignedIn("plans:home", DRAFT),
    SignedIn("plans:start_edition", PUBLISHED),
    SignedIn("plans:carry_forward", DRAFT),
    SignedIn("plans:nothing_to_change", PUBLISHED),
    SignedIn("plans:remarks", NEED, kind="need"),
    SignedIn("plans:versions", SECTION, kind="section"),
    SignedIn("plans:section", SECTION),
    SignedIn("plans:row", NEED, kind="need"),
    SignedIn("plans:add_row", DRAFT, kind="action"),
    SignedIn("plans:remove_row", NEED, kind="need"),
    SignedIn("plans:follow", PLAN),
    SignedIn("plans:follow_action", ACTION),
    SignedIn("plans:annual_report", PLAN),
    SignedIn("plans:together"),
    SignedIn("plans:board_plans", BOARD),
    SignedIn("plans:group_plans", GROUP),
    SignedIn("plans:translation", DRAFT),
    SignedIn("plans:translation_import", DRAFT),
    SignedIn("plans:translation_file", "SELECT max(id) FROM plans_translationfile"),
    SignedIn("plans:review", DRAFT),
    SignedIn("plans:compare", DRAFT),
    SignedIn("plans:agree", ANNUAL),
    SignedIn("plans:send", ANNUAL),
    SignedIn("plans:approve", ANNUAL),
    SignedIn("plans:publish", ANNUAL),
    SignedIn("plans:exempt", ANNUAL),
    SignedIn("plans:withdraw", ANNUAL),
    SignedIn("plans:mails"),
    SignedIn("plans:rounds"),
    SignedIn("plans:open_round"),
    SignedIn("plans:round", ROUND),
    SignedIn("plans:board_days", BOARD),
    SignedIn("plans:route", BOARD),
    SignedIn("budgets:imports", BOARD, year=YEAR),
    SignedIn("budgets:import", "SELECT max(id) FROM budgets_ledgerimport"),
    SignedIn("budgets:import", "SELECT max(id) FROM budgets_ledgerimport WHERE state = 'read'"),
    SignedIn("budgets:budgets"),
    SignedIn("budgets:board", BOARD, year=YEAR),
    SignedIn("budgets:group", GROUP, year=YEAR),
    SignedIn("budgets:overview", CLUSTER, year=YEAR),
    SignedIn("budgets:line", LINE),
    SignedIn("budgets:forecast", LINE),
    SignedIn("budgets:forecasts", CLUSTER, year=YEAR),
    SignedIn("budgets:open_line", CLUSTER, year=YEAR),
    SignedIn("budgets:request_virement", CLUSTER, year=YEAR),
    SignedIn("budgets:requests"),
    SignedIn("budgets:request", "SELECT max(id) FROM budgets_moneyrequest WHERE outcome = ''"),
    SignedIn("budgets:ledgers"),
    SignedIn("budgets:ledger", BOARD, year=YEAR),
    SignedIn("budgets:close_period", BOARD, year=YEAR, period=12),
    SignedIn("budgets:reopen_period", CLOSING),
    SignedIn("budgets:year_end", BOARD, year=YEAR),
    SignedIn("budgets:suspense", BOARD, year=YEAR),
    SignedIn("budgets:clear_suspense", IN_SUSPENSE),
    SignedIn("budgets:receipts", BOARD, year=YEAR),
    SignedIn("budgets:receive", ENTRY),
    SignedIn("budgets:rules", BOARD),
    SignedIn("budgets:thresholds"),
    SignedIn("budgets:bands", BOARD),
    SignedIn("budgets:streams"),
    SignedIn("budgets:add_stream"),
    SignedIn("budgets:change_stream", "SELECT min(id) FROM budgets_fundingstream"),
    SignedIn("budgets:bodies", BOARD, year=YEAR),
    SignedIn("budgets:lines", CLUSTER, year=YEAR),
    SignedIn("budgets:add_line", CLUSTER, year=YEAR),
    SignedIn("budgets:describe_line", LINE),
    SignedIn("budgets:close_line", LINE),
    SignedIn("budgets:entries", LINE),
    SignedIn("budgets:post", LINE, kind="allocation"),
    SignedIn("budgets:reverse", ENTRY),
    SignedIn("budgets:sharings", BOARD, year=YEAR),
    SignedIn("budgets:share", BOARD, year=YEAR),
    SignedIn("budgets:sharing", "SELECT max(id) FROM budgets_sharing"),
    SignedIn("account"),
    SignedIn("account_details"),
    SignedIn("account_change_address"),
    SignedIn("account_address_asked"),
    SignedIn("account_change_password"),
    SignedIn("account_sessions"),
    SignedIn("account_logout"),
    SignedIn("mfa_reauthenticate"),
    SignedIn("mfa_deactivate_totp"),
    SignedIn("mfa_list_webauthn"),
    SignedIn("mfa_add_webauthn"),
)

# Files, and pages of a moment: before signing in, with a link from a mail, with a passkey, after the session ended.
NOT_LOOKED_AT_HERE = {
    "portal:old_desk",
    "governance:seats_csv",
    "governance:record_csv",
    "governance:people_csv",
    "governance:powers_csv",
    "clusters:providers_csv",
    "clusters:membership_example",
    "clusters:provider_example",
    "meetings:own_calendar",
    "plans:translation_export",
    # The page of the board's decision with another title; it takes an office of a planning group.
    "plans:pass_on",
    "plans:file",
    "budgets:refused_rows",
    "budgets:export",
    "budgets:workbook",
    "account_login",
    "account_invitation",
    "account_inactive",
    "account_confirm_address",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "account_stay",
    "account_kept",
    "account_drafts",
    "openid_connect_login",
    "openid_connect_callback",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
}


def cookie(portal: Portal, email: str) -> dict[str, str]:
    """Return the cookie of a session of somebody who just signed in."""
    return {"name": "sessionid", "value": portal.shell(SIGN_IN.format(email=email)), "url": portal.web.address}
