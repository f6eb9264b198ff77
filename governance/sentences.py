"""What the actions of offices are called in the record."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SENTENCES = {
    "governance.appoint_first": _("%(who)s appointed the first national administrator: %(what)s."),
    "governance.enter_person": _("%(who)s entered a person: %(what)s."),
    "governance.open_seat": _("%(who)s opened a seat: %(what)s."),
    "governance.close_seat": _("%(who)s closed a seat: %(what)s."),
    "governance.declare_vacant": _("%(who)s said since when a seat is vacant, or took it back: %(what)s."),
    "governance.say_contact": _("%(who)s said how a body is reached, or when it meets next: %(what)s."),
    "governance.nominate": _("%(who)s nominated somebody: %(what)s."),
    "governance.confirm": _("%(who)s confirmed a nomination: %(what)s."),
    "governance.decline": _("%(who)s declined a nomination: %(what)s."),
    "governance.end_appointment": _("%(who)s ended a term: %(what)s."),
    "governance.recertify": _("%(who)s said that a term is still right: %(what)s."),
    "governance.name_in_public": _("%(who)s said whether a name may be published: %(what)s."),
    "governance.delegate": _("%(who)s let somebody act in an office: %(what)s."),
    "governance.revoke": _("%(who)s ended a delegation: %(what)s."),
    "governance.end_access": _("%(who)s ended somebody's access: %(what)s."),
    "governance.declare_interest": _("%(who)s declared an interest: %(what)s."),
    "governance.end_interest": _("%(who)s ended an interest: %(what)s."),
    "governance.record_decision": _("%(who)s recorded a decision: %(what)s."),
    "governance.prepare_handover": _("%(who)s prepared a handover: %(what)s."),
    "governance.accept_handover": _("%(who)s accepted a handover: %(what)s."),
    "governance.restore_access": _("%(who)s gave somebody access again: %(what)s."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "governance.body": _("Body"),
    "governance.bodyalias": _("Earlier or other name"),
    "governance.contact": _("Contact and next meeting"),
    "governance.succession": _("Succession"),
    "governance.seat": _("Seat"),
    "governance.appointment": _("Appointment"),
    "governance.delegation": _("Delegation"),
    "governance.handover": _("Handover"),
    "governance.recertification": _("Yearly confirmation"),
    "governance.interest": _("Interest"),
    "governance.decision": _("Decision"),
    "governance.recusal": _("Standing aside"),
    "governance.action": pgettext_lazy("of a plan", "Action"),
    "governance.actionupdate": _("How an action stands"),
}
