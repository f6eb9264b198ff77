"""Bodies, the offices in them, who holds these, and what was decided and declared."""

from governance.models.bodies import Body, BodyAlias, BodyQuerySet, Contact, NameStatus, Succession
from governance.models.decisions import Decision, Interest, Recusal
from governance.models.offices import (
    RULES,
    SOLE,
    Appointment,
    Basis,
    Delegation,
    Handover,
    Office,
    OfficeRule,
    Recertification,
    Seat,
    holders,
)
from governance.models.work import Action, ActionUpdate, Rating

__all__ = [
    "RULES",
    "SOLE",
    "Action",
    "ActionUpdate",
    "Appointment",
    "Basis",
    "Body",
    "BodyAlias",
    "BodyQuerySet",
    "Contact",
    "Decision",
    "Delegation",
    "Handover",
    "Interest",
    "NameStatus",
    "Office",
    "OfficeRule",
    "Rating",
    "Recertification",
    "Recusal",
    "Seat",
    "Succession",
    "holders",
]
