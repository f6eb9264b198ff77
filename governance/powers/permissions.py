"""What may be done, who may do it by virtue of which office, and which permission each address asks for.

Closed on three sides: a permission that is not listed does not exist, an office has only what its rows give it, and an
address that is missing from `URL_PERMISSIONS` fails the build.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.models import Office


class Permission(models.TextChoices):
    """One thing that a person may do; its label is the sentence that administrators read."""

    PUBLIC = "public", _("Anybody may see it, signed in or not.")
    ANYBODY = "anybody", _("Anybody may use it; it is about the person who does.")
    SIGNED_IN = "signed_in", _("Anybody who is signed in may use it for themselves.")
    SEE_OFFICES = "see_offices", _("May see who holds which office, with names, terms and nominations.")
    NOMINATE = "nominate", _("May open seats, nominate people for them and end appointments.")
    CONFIRM = "confirm", _("May confirm or decline a nomination that somebody else made.")
    DELEGATE = "delegate", _("May let somebody else act in their own office for a time.")
    INVITE = "invite", _("May enter people and invite them to sign in.")
    MANAGE_MEMBERSHIP = "manage_membership", _("May enter practices and services and say which cluster they belong to.")
    MANAGE_AREAS = "manage_areas", _("May open, rename, merge, split and close clusters and collaboratives.")
    DESCRIBE = "describe", _("May edit how a body is described and reached in public, and when it meets next.")
    RECORD_DECISIONS = "record_decisions", _("May record what the body decided, and who stood aside.")
    SEE_INTERESTS = "see_interests", _("May read the interests that members of the body declared.")
    RECERTIFY = "recertify", _("May confirm once a year that each appointment is still right.")
    SEE_RECORD = "see_record", _("May read the record of who changed what.")
    READ_PLANS = "read_plans", _("May read plans while they are written, and remark on them.")
    WRITE_PLANS = "write_plans", _("May write plans: the whole of them, or what belongs to their own collaborative.")
    AGREE_PLANS = "agree_plans", _("May declare that the body agreed its plan, and send it to those who decide.")
    REVIEW_PLANS = "review_plans", _("May pass plans on for the planning group, or return them.")
    APPROVE_PLANS = "approve_plans", _("May approve plans, or return them.")
    PUBLISH_PLANS = "publish_plans", _("May publish approved plans and withdraw them.")
    MANAGE_ROUNDS = "manage_rounds", _("May open planning rounds and set by when things are due.")
    SEE_BUDGETS = "see_budgets", _("May read budgets line by line.")
    WRITE_BUDGETS = "write_budgets", _("May open budget lines, forecast what they will cost and ask for virements.")
    APPROVE_BUDGETS = "approve_budgets", _("May agree to virements and carry-overs that somebody else asked for.")
    KEEP_LEDGER = "keep_ledger", _("May post allocations, commitments and spending, and close periods.")


class Reach(StrEnum):
    """How far a permission goes from the body of the office."""

    OWN = "own"
    """The body itself."""
    BELOW = "below"
    """The body and all bodies under it."""
    COVERED = "covered"
    """The body, and the clusters that a planning group covers with the bodies under them."""


@dataclass(frozen=True)
class Power:
    """One row of the table: an office gives a permission as far as a reach."""

    permission: Permission
    reach: Reach = Reach.OWN


def _powers(reach: Reach, *permissions: Permission) -> tuple[Power, ...]:
    return tuple(Power(permission, reach) for permission in permissions)


P = Permission
_WRITERS = (P.READ_PLANS, P.WRITE_PLANS)
_MONEY = (P.SEE_BUDGETS, P.WRITE_BUDGETS)
_LEADS = (
    *_powers(Reach.OWN, P.SEE_OFFICES, P.DELEGATE, P.DESCRIBE, P.RECORD_DECISIONS, P.SEE_INTERESTS),
    *_powers(Reach.OWN, *_WRITERS, *_MONEY),
)
_MEMBERS = _powers(Reach.OWN, P.SEE_OFFICES, P.SEE_INTERESTS, P.READ_PLANS)
_CLUSTER_LEADS = (
    *_powers(Reach.BELOW, P.SEE_OFFICES, P.SEE_INTERESTS, P.NOMINATE, P.DESCRIBE, *_WRITERS, *_MONEY),
    *_powers(Reach.OWN, P.DELEGATE, P.RECORD_DECISIONS, P.AGREE_PLANS),
)
_ADMINISTRATORS = _powers(
    Reach.BELOW,
    P.SEE_OFFICES,
    P.NOMINATE,
    P.CONFIRM,
    P.INVITE,
    P.MANAGE_MEMBERSHIP,
    P.MANAGE_AREAS,
    P.DESCRIBE,
    P.RECORD_DECISIONS,
    P.SEE_INTERESTS,
    P.RECERTIFY,
    P.SEE_RECORD,
    P.READ_PLANS,
    P.PUBLISH_PLANS,
    P.MANAGE_ROUNDS,
)

OFFICE_POWERS: dict[Office, tuple[Power, ...]] = {
    Office.COLLABORATIVE_LEAD: _LEADS,
    Office.COLLABORATIVE_MEMBER: _powers(Reach.OWN, P.SEE_OFFICES, P.READ_PLANS),
    Office.CLUSTER_LEAD: _CLUSTER_LEADS,
    Office.DEPUTY: (
        *_powers(Reach.OWN, P.SEE_OFFICES, P.DESCRIBE, P.RECORD_DECISIONS, P.SEE_INTERESTS, *_WRITERS, *_MONEY),
    ),
    Office.CLUSTER_MEMBER: _MEMBERS,
    Office.THIRD_SECTOR: _MEMBERS,
    Office.SOCIAL_SERVICES: _MEMBERS,
    Office.PLANNING_GROUP_CHAIR: (
        *_powers(Reach.COVERED, P.SEE_OFFICES, P.SEE_INTERESTS, P.READ_PLANS, P.REVIEW_PLANS, P.SEE_BUDGETS),
        *_powers(Reach.OWN, P.NOMINATE, P.DELEGATE, P.DESCRIBE, P.RECORD_DECISIONS, P.WRITE_PLANS, P.AGREE_PLANS),
        *_powers(Reach.OWN, P.WRITE_BUDGETS),
    ),
    Office.PLANNING_GROUP_MEMBER: _powers(Reach.COVERED, P.SEE_OFFICES, P.READ_PLANS),
    Office.PARTNERSHIP_BOARD: (
        *_powers(Reach.COVERED, P.SEE_OFFICES, P.SEE_INTERESTS, P.READ_PLANS, P.APPROVE_PLANS),
        *_powers(Reach.OWN, P.DELEGATE),
    ),
    Office.BOARD_ADMINISTRATOR: (*_ADMINISTRATORS, *_powers(Reach.OWN, P.DELEGATE)),
    Office.APPROVER: (
        *_powers(Reach.BELOW, P.SEE_OFFICES, P.SEE_INTERESTS, P.CONFIRM, P.SEE_RECORD, P.READ_PLANS, P.APPROVE_PLANS),
        *_powers(Reach.BELOW, P.SEE_BUDGETS, P.APPROVE_BUDGETS),
        *_powers(Reach.OWN, P.DELEGATE),
    ),
    Office.FINANCE_OFFICER: (
        *_powers(Reach.BELOW, P.SEE_OFFICES, P.SEE_INTERESTS, P.READ_PLANS, *_MONEY, P.KEEP_LEDGER),
        *_powers(Reach.OWN, P.DELEGATE),
    ),
    Office.SUPPORT_OFFICER: _powers(Reach.BELOW, P.SEE_OFFICES, P.DESCRIBE, P.RECORD_DECISIONS, *_WRITERS),
    Office.NATIONAL_ANALYST: _powers(Reach.BELOW, P.SEE_OFFICES),
    Office.NATIONAL_ADMINISTRATOR: (*_ADMINISTRATORS, *_powers(Reach.OWN, P.DELEGATE)),
}

# Whoever may do one of these needs a second factor too, with some days of grace to set it up: it moves money, or a plan
# out of the hands of those who wrote it.
PERMISSIONS_WITH_SECOND_FACTOR = frozenset({P.WRITE_BUDGETS, P.APPROVE_BUDGETS, P.KEEP_LEDGER, P.AGREE_PLANS})

# Holders of these sign in with a second factor or not at all.
OFFICES_WITH_SECOND_FACTOR = frozenset(
    {
        Office.PARTNERSHIP_BOARD,
        Office.BOARD_ADMINISTRATOR,
        Office.APPROVER,
        Office.FINANCE_OFFICER,
        Office.NATIONAL_ANALYST,
        Office.NATIONAL_ADMINISTRATOR,
    }
)

# What nobody may hand on: the second pair of eyes is the point of it.
NEVER_DELEGATED = frozenset({P.CONFIRM, P.DELEGATE, P.RECERTIFY})


URL_PERMISSIONS: dict[str, Permission] = {
    "root": Permission.PUBLIC,
    "health": Permission.PUBLIC,
    "robots": Permission.PUBLIC,
    "sitemap": Permission.PUBLIC,
    "portal:home": Permission.PUBLIC,
    "portal:search": Permission.PUBLIC,
    "portal:work_search": Permission.SIGNED_IN,
    "portal:people": Permission.PUBLIC,
    "portal:desk": Permission.SIGNED_IN,
    "portal:old_desk": Permission.SIGNED_IN,
    "portal:done": Permission.SIGNED_IN,
    "portal:bodies": Permission.SEE_OFFICES,
    "portal:body": Permission.SEE_OFFICES,
    "portal:together": Permission.SEE_OFFICES,
    "portal:health_board": Permission.PUBLIC,
    "portal:cluster": Permission.PUBLIC,
    "portal:cluster_indicators": Permission.PUBLIC,
    "portal:cluster_people": Permission.PUBLIC,
    "portal:what_is_a_cluster": Permission.PUBLIC,
    "portal:accessibility": Permission.PUBLIC,
    "portal:privacy": Permission.PUBLIC,
    "portal:sources": Permission.PUBLIC,
    "portal:site_map": Permission.PUBLIC,
    "portal:contact": Permission.PUBLIC,
    "portal:about": Permission.PUBLIC,
    "clusters:practice": Permission.PUBLIC,
    "clusters:planning_group": Permission.PUBLIC,
    "collaboratives:collaborative": Permission.PUBLIC,
    "meetings:of_body": Permission.PUBLIC,
    "meetings:calendar": Permission.PUBLIC,
    "meetings:file": Permission.PUBLIC,
    "meetings:own_calendar": Permission.ANYBODY,
    "meetings:own": Permission.SIGNED_IN,
    "meetings:meetings": Permission.SEE_OFFICES,
    "meetings:meeting": Permission.SEE_OFFICES,
    "meetings:answer": Permission.SEE_OFFICES,
    "meetings:plan": Permission.DESCRIBE,
    "meetings:move": Permission.DESCRIBE,
    "meetings:cancel": Permission.DESCRIBE,
    "meetings:agenda": Permission.DESCRIBE,
    "meetings:item": Permission.DESCRIBE,
    "collaboratives:administered": Permission.DESCRIBE,
    "collaboratives:open": Permission.MANAGE_AREAS,
    "collaboratives:overview": Permission.DESCRIBE,
    "collaboratives:change_state": Permission.MANAGE_AREAS,
    "collaboratives:describe": Permission.DESCRIBE,
    "plans:translation": Permission.READ_PLANS,
    "plans:translation_export": Permission.READ_PLANS,
    "plans:translation_import": Permission.WRITE_PLANS,
    "plans:translation_file": Permission.WRITE_PLANS,
    "clusters:providers": Permission.MANAGE_MEMBERSHIP,
    "clusters:providers_csv": Permission.MANAGE_MEMBERSHIP,
    "clusters:provider": Permission.MANAGE_MEMBERSHIP,
    "clusters:change_membership": Permission.MANAGE_MEMBERSHIP,
    "clusters:end_membership": Permission.MANAGE_MEMBERSHIP,
    "clusters:uploads": Permission.MANAGE_MEMBERSHIP,
    "clusters:upload": Permission.MANAGE_MEMBERSHIP,
    "clusters:membership_example": Permission.MANAGE_MEMBERSHIP,
    "clusters:provider_example": Permission.MANAGE_MEMBERSHIP,
    "clusters:places": Permission.MANAGE_AREAS,
    "clusters:name_place": Permission.MANAGE_AREAS,
    "clusters:areas": Permission.MANAGE_AREAS,
    "clusters:open_area": Permission.MANAGE_AREAS,
    "clusters:rename_area": Permission.MANAGE_AREAS,
    "clusters:merge_area": Permission.MANAGE_AREAS,
    "clusters:split_area": Permission.MANAGE_AREAS,
    "clusters:close_area": Permission.MANAGE_AREAS,
    "portal:local_authority": Permission.PUBLIC,
    "indicators:summary": Permission.PUBLIC,
    "indicators:summary_csv": Permission.PUBLIC,
    "indicators:health_board_summary": Permission.PUBLIC,
    "indicators:health_board_summary_csv": Permission.PUBLIC,
    "indicators:catalogue": Permission.PUBLIC,
    "indicators:methods": Permission.PUBLIC,
    "indicators:releases": Permission.PUBLIC,
    "indicators:summary_csv_metadata": Permission.PUBLIC,
    "indicators:data_package": Permission.PUBLIC,
    "indicators:compare": Permission.PUBLIC,
    "indicators:indicator": Permission.PUBLIC,
    "indicators:summary_download": Permission.PUBLIC,
    "indicators:health_board_summary_download": Permission.PUBLIC,
    "indicators:cluster_download": Permission.PUBLIC,
    "indicators:local_authority_download": Permission.PUBLIC,
    "indicators:health_board_download": Permission.PUBLIC,
    "indicators:compare_download": Permission.PUBLIC,
    "indicators:fifths_chart": Permission.PUBLIC,
    "indicators:cluster_profile_chart": Permission.PUBLIC,
    "indicators:local_authority_profile_chart": Permission.PUBLIC,
    "indicators:health_board_profile_chart": Permission.PUBLIC,
    "indicators:clusters_chart": Permission.PUBLIC,
    "indicators:health_boards_chart": Permission.PUBLIC,
    "indicators:local_authorities_chart": Permission.PUBLIC,
    "indicators:distribution_chart": Permission.PUBLIC,
    "indicators:funnel_chart": Permission.PUBLIC,
    "indicators:map_chart": Permission.PUBLIC,
    "indicators:trend_chart": Permission.PUBLIC,
    "indicators:cluster_age_chart": Permission.PUBLIC,
    "indicators:cluster_deprivation_chart": Permission.PUBLIC,
    "indicators:health_board_age_chart": Permission.PUBLIC,
    "indicators:health_board_deprivation_chart": Permission.PUBLIC,
    "governance:seats": Permission.SEE_OFFICES,
    "governance:seats_csv": Permission.SEE_OFFICES,
    "governance:seat": Permission.SEE_OFFICES,
    "governance:appoint": Permission.NOMINATE,
    "governance:body_seats": Permission.SEE_OFFICES,
    "governance:open_seat": Permission.NOMINATE,
    "governance:contact": Permission.DESCRIBE,
    "governance:close_seat": Permission.NOMINATE,
    "governance:vacancy": Permission.NOMINATE,
    "governance:end_term": Permission.NOMINATE,
    "governance:end_access": Permission.INVITE,
    "governance:restore_access": Permission.INVITE,
    "governance:people": Permission.SEE_OFFICES,
    "governance:people_csv": Permission.SEE_OFFICES,
    "governance:person": Permission.SEE_OFFICES,
    "governance:powers": Permission.SEE_RECORD,
    "governance:powers_csv": Permission.SEE_RECORD,
    "governance:delegations": Permission.SIGNED_IN,
    "governance:delegate": Permission.DELEGATE,
    "governance:recertification": Permission.RECERTIFY,
    "governance:interests": Permission.SIGNED_IN,
    "governance:declare_interest": Permission.SIGNED_IN,
    "governance:end_interest": Permission.SIGNED_IN,
    "governance:register": Permission.SEE_INTERESTS,
    "governance:decisions": Permission.SEE_OFFICES,
    "governance:record_decision": Permission.RECORD_DECISIONS,
    "governance:decision": Permission.SEE_OFFICES,
    "governance:handovers": Permission.SIGNED_IN,
    "governance:handover": Permission.SIGNED_IN,
    "governance:prepare_handover": Permission.SIGNED_IN,
    "governance:nominations": Permission.CONFIRM,
    "governance:nomination": Permission.CONFIRM,
    "governance:record": Permission.SEE_RECORD,
    "governance:record_csv": Permission.SEE_RECORD,
    "governance:record_entry": Permission.SEE_RECORD,
    "governance:public_names": Permission.SIGNED_IN,
    "plans:review": Permission.READ_PLANS,
    "plans:compare": Permission.READ_PLANS,
    "plans:agree": Permission.AGREE_PLANS,
    "plans:send": Permission.AGREE_PLANS,
    "plans:pass_on": Permission.REVIEW_PLANS,
    "plans:approve": Permission.APPROVE_PLANS,
    "plans:publish": Permission.PUBLISH_PLANS,
    "plans:exempt": Permission.PUBLISH_PLANS,
    "plans:withdraw": Permission.PUBLISH_PLANS,
    "plans:plans": Permission.READ_PLANS,
    "plans:start": Permission.WRITE_PLANS,
    "plans:home": Permission.READ_PLANS,
    "plans:start_edition": Permission.WRITE_PLANS,
    "plans:carry_forward": Permission.WRITE_PLANS,
    "plans:nothing_to_change": Permission.WRITE_PLANS,
    "plans:remarks": Permission.READ_PLANS,
    "plans:versions": Permission.READ_PLANS,
    "plans:file": Permission.READ_PLANS,
    "plans:section": Permission.READ_PLANS,
    "plans:row": Permission.READ_PLANS,
    "plans:add_row": Permission.WRITE_PLANS,
    "plans:remove_row": Permission.WRITE_PLANS,
    "plans:follow": Permission.READ_PLANS,
    "plans:follow_action": Permission.READ_PLANS,
    "plans:annual_report": Permission.READ_PLANS,
    "plans:report": Permission.PUBLIC,
    "plans:together": Permission.READ_PLANS,
    "plans:board_plans": Permission.READ_PLANS,
    "plans:group_plans": Permission.READ_PLANS,
    "plans:board": Permission.PUBLIC,
    "budgets:board": Permission.SEE_BUDGETS,
    "budgets:group": Permission.SEE_BUDGETS,
    "budgets:workbook": Permission.SEE_BUDGETS,
    "plans:board_annex": Permission.PUBLIC,
    "plans:board_annex_file": Permission.PUBLIC,
    "plans:group": Permission.PUBLIC,
    "plans:side_by_side": Permission.PUBLIC,
    "plans:mails": Permission.SIGNED_IN,
    "plans:rounds": Permission.MANAGE_ROUNDS,
    "plans:open_round": Permission.MANAGE_ROUNDS,
    "plans:round": Permission.MANAGE_ROUNDS,
    "plans:board_days": Permission.MANAGE_ROUNDS,
    "plans:route": Permission.MANAGE_ROUNDS,
    "budgets:imports": Permission.KEEP_LEDGER,
    "budgets:import": Permission.KEEP_LEDGER,
    "budgets:refused_rows": Permission.KEEP_LEDGER,
    "budgets:export": Permission.KEEP_LEDGER,
    "budgets:budgets": Permission.SEE_BUDGETS,
    "budgets:overview": Permission.SEE_BUDGETS,
    "budgets:line": Permission.SEE_BUDGETS,
    "budgets:ledger": Permission.KEEP_LEDGER,
    "budgets:close_period": Permission.KEEP_LEDGER,
    "budgets:reopen_period": Permission.KEEP_LEDGER,
    "budgets:lines": Permission.KEEP_LEDGER,
    "budgets:entries": Permission.SEE_BUDGETS,
    "budgets:post": Permission.KEEP_LEDGER,
    "budgets:reverse": Permission.KEEP_LEDGER,
    "budgets:ledgers": Permission.KEEP_LEDGER,
    "budgets:bodies": Permission.KEEP_LEDGER,
    "budgets:year_end": Permission.KEEP_LEDGER,
    "budgets:suspense": Permission.KEEP_LEDGER,
    "budgets:clear_suspense": Permission.KEEP_LEDGER,
    "budgets:receipts": Permission.KEEP_LEDGER,
    "budgets:receive": Permission.KEEP_LEDGER,
    "budgets:rules": Permission.KEEP_LEDGER,
    "budgets:thresholds": Permission.APPROVE_BUDGETS,
    "budgets:bands": Permission.APPROVE_BUDGETS,
    "budgets:streams": Permission.KEEP_LEDGER,
    "budgets:add_stream": Permission.KEEP_LEDGER,
    "budgets:change_stream": Permission.KEEP_LEDGER,
    "budgets:add_line": Permission.KEEP_LEDGER,
    "budgets:describe_line": Permission.KEEP_LEDGER,
    "budgets:close_line": Permission.KEEP_LEDGER,
    "budgets:forecast": Permission.WRITE_BUDGETS,
    "budgets:forecasts": Permission.WRITE_BUDGETS,
    "budgets:open_line": Permission.WRITE_BUDGETS,
    "budgets:requests": Permission.SEE_BUDGETS,
    "budgets:request": Permission.SEE_BUDGETS,
    "budgets:request_virement": Permission.WRITE_BUDGETS,
    "budgets:sharings": Permission.KEEP_LEDGER,
    "budgets:share": Permission.KEEP_LEDGER,
    "budgets:sharing": Permission.KEEP_LEDGER,
    "account": Permission.SIGNED_IN,
    "account_login": Permission.ANYBODY,
    "openid_connect_login": Permission.ANYBODY,
    "openid_connect_callback": Permission.ANYBODY,
    "account_logout": Permission.ANYBODY,
    "account_invitation": Permission.ANYBODY,
    "account_inactive": Permission.ANYBODY,
    "account_change_password": Permission.SIGNED_IN,
    "account_details": Permission.SIGNED_IN,
    "account_change_address": Permission.SIGNED_IN,
    "account_address_asked": Permission.SIGNED_IN,
    "account_confirm_address": Permission.SIGNED_IN,
    "account_reset_password": Permission.ANYBODY,
    "account_reset_password_done": Permission.ANYBODY,
    "account_reset_password_from_key": Permission.ANYBODY,
    "account_reset_password_from_key_done": Permission.ANYBODY,
    "account_reauthenticate": Permission.SIGNED_IN,
    "account_sessions": Permission.SIGNED_IN,
    "account_stay": Permission.SIGNED_IN,
    "account_kept": Permission.SIGNED_IN,
    "account_drafts": Permission.SIGNED_IN,
    "mfa_authenticate": Permission.ANYBODY,
    "mfa_reauthenticate": Permission.SIGNED_IN,
    "mfa_activate_totp": Permission.SIGNED_IN,
    "mfa_deactivate_totp": Permission.SIGNED_IN,
    "mfa_view_recovery_codes": Permission.SIGNED_IN,
    "mfa_list_webauthn": Permission.SIGNED_IN,
    "mfa_add_webauthn": Permission.SIGNED_IN,
    "mfa_edit_webauthn": Permission.SIGNED_IN,
    "mfa_remove_webauthn": Permission.SIGNED_IN,
    "mfa_login_webauthn": Permission.ANYBODY,
    "mfa_reauthenticate_webauthn": Permission.SIGNED_IN,
    "plans:attach_historic": Permission.PUBLISH_PLANS,
    "plans:library": Permission.PUBLIC,
    "plans:plan": Permission.PUBLIC,
    "plans:edition": Permission.PUBLIC,
    "plans:document": Permission.PUBLIC,
    "plans:attachment": Permission.PUBLIC,
    "plans:original": Permission.PUBLIC,
    "budgets:cluster_money": Permission.PUBLIC,
    "budgets:cluster_money_file": Permission.PUBLIC,
    "budgets:money": Permission.PUBLIC,
    "budgets:board_money": Permission.PUBLIC,
    "budgets:board_money_file": Permission.PUBLIC,
}
