"""What the columns of the record are called. What follows from other columns is left out of it."""

from django.utils.translation import gettext_lazy as _

from accounts import audit

DERIVED = frozenset({"id", "version", "search_text", "sort_key_en", "sort_key_cy", "body_ptr", "area_ptr"})

COLUMNS = {
    "abstentions": _("Abstentions"),
    "address": _("Address"),
    "appointment": _("Appointment"),
    "approximate": _("Approximate"),
    "basis": _("Footing"),
    "body": _("Body"),
    "body_kind": _("Kind of body"),
    "certified_at": _("Confirmed at"),
    "certified_by": _("Confirmed by"),
    "closed_on": _("Closed on"),
    "cluster": _("Cluster"),
    "code": _("Code"),
    "confirmed_at": _("Confirmed at"),
    "confirmed_by": _("Confirmed by"),
    "decided_on": _("Decided on"),
    "decision": _("Decision"),
    "declared_at": _("Declared at"),
    "declined_at": _("Declined at"),
    "declined_by": _("Declined by"),
    "delegate": _("Acts for somebody"),
    "details": _("Details"),
    "during": _("From and until"),
    "end_reason": _("Reason for the end"),
    "follows": _("Follows the seat"),
    "interest": _("Interest"),
    "is_example": _("Example"),
    "is_named": _("Name is public"),
    "is_public": _("Public"),
    "keep_jointly": _("Go on jointly"),
    "kind": _("Kind"),
    "local_authority": _("Local authority"),
    "minute_reference": _("Minute or letter"),
    "name": _("Name"),
    "nature": _("Nature"),
    "nominated_at": _("Nominated at"),
    "nominated_by": _("Nominated by"),
    "note": _("Note"),
    "ods_code": _("ODS code"),
    "office": _("Office"),
    "on": _("Day"),
    "opened_on": _("Opened on"),
    "organisation": _("Organisation"),
    "organisation_code": _("Code of the organisation"),
    "outcome": _("Outcome"),
    "parent": _("Part of"),
    "permissions": _("What may be done"),
    "person": _("Person"),
    "planning_group": _("Planning group"),
    "postcode": _("Postcode"),
    "predecessor": _("Earlier body"),
    "prepared_at": _("Prepared at"),
    "principal": _("Whose office it is"),
    "profession": _("Profession"),
    "provider": _("Provider"),
    "public_extract": _("What the public may read"),
    "quorum": _("Quorum"),
    "reason": _("Reason"),
    "recorded_at": _("Recorded at"),
    "recorded_by": _("Recorded by"),
    "represents": _("Represents"),
    "revoked_at": _("Ended at"),
    "seat": _("Seat"),
    "sessions_per_week": _("Sessions a week"),
    "slug": _("Address on this site"),
    "source": _("Source"),
    "spans_clusters": _("Serves several clusters"),
    "state": _("State"),
    "successor": _("Later body"),
    "taker": _("Takes over"),
    "giver": _("Hands over"),
    "accepted_at": _("Accepted at"),
    "terms_of_reference": _("Terms of reference"),
    "text": _("Text"),
    "title": _("Title"),
    "votes_against": _("Votes against"),
    "votes_for": _("Votes for"),
    "year": _("Year"),
}


def table_words(label: str) -> str:
    return str(audit.TABLES.get(label, label))


def column_words(name: str) -> str:
    """Return what a column is called; a technical one keeps the name that the data dictionary uses."""
    stem, _underscore, language = name.rpartition("_")
    if language in ("en", "cy") and stem in COLUMNS:
        return f"{COLUMNS[stem]} ({language})"
    return str(COLUMNS.get(name, name))
