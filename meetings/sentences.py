"""What the actions of meetings are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "meetings.plan": _("%(who)s planned a meeting: %(what)s."),
    "meetings.plan_series": _("%(who)s planned a series of meetings, the first of them: %(what)s."),
    "meetings.move": _("%(who)s changed when or where a meeting is: %(what)s."),
    "meetings.cancel": _("%(who)s cancelled a meeting: %(what)s."),
    "meetings.answer": _("%(who)s said whether they come to a meeting: %(what)s."),
    "meetings.begin_agenda": _("%(who)s began the agenda of a meeting: %(what)s."),
    "meetings.add_item": _("%(who)s added to the agenda of a meeting: %(what)s."),
    "meetings.change_item": _("%(who)s changed an item of an agenda: %(what)s."),
    "meetings.order_items": _("%(who)s put the agenda of a meeting in another order: %(what)s."),
    "meetings.remove_item": _("%(who)s took an item off the agenda of a meeting: %(what)s."),
    "meetings.show_agenda": _("%(who)s said whether the public may read the agenda of a meeting: %(what)s."),
    "meetings.open_feed": _("%(who)s made an address for their own calendar."),
    "meetings.close_feed": _("%(who)s ended the address of their own calendar."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "meetings.meetingseries": _("Series of meetings"),
    "meetings.meeting": _("Meeting"),
    "meetings.agendaitem": _("Item of an agenda"),
    "meetings.answer": _("Answer to an invitation to a meeting"),
}
