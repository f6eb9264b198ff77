"""The agenda of a meeting while it is written."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from common.inputs import whole_number
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from meetings import agenda_actions, presenters, ways
from meetings.forms import ItemFields, ItemForm
from meetings.models import AgendaItem, Meeting
from meetings.views import meeting_in_reach

PLAN = Permission.DESCRIBE


@office_page(PLAN)
def agenda(request: Any, key: int) -> HttpResponse:
    """Begin the agenda of a meeting, add to it, put it in order, and let the public read it."""
    found = meeting_in_reach(request, PLAN, key)
    adds = request.method == "POST" and "deed" not in request.POST
    form, problem = ItemFields(request.POST if adds else None), ""
    if request.method == "POST" and (form.is_valid() or not adds):
        try:
            _carry_out(request, found, form)
            return HttpResponseRedirect(ways.agenda_address(found))
        except Refused as refusal:
            problem = str(refusal)
    return render(request, "meetings/agenda.html", _context(found, form, problem))


def _carry_out(request: Any, meeting: Meeting, form: ItemFields) -> None:
    if "deed" not in request.POST:
        agenda_actions.add_item(meeting=meeting, text=form.text(), **acting(request))
        return
    name, _dash, key = request.POST["deed"].partition("-")
    if name in OF_MEETING:
        OF_MEETING[name](meeting, acting(request))
    elif name in OF_ITEM:
        item = get_object_or_404(AgendaItem, pk=whole_number(key), meeting=meeting)
        OF_ITEM[name](item, acting(request))
    else:
        raise Refused(_("Choose one of the buttons of this page."))


Deed = Callable[[Any, dict[str, Any]], Any]
OF_MEETING: dict[str, Deed] = {
    "begin": lambda meeting, by: agenda_actions.begin_agenda(meeting=meeting, **by),
    "show": lambda meeting, by: agenda_actions.show_agenda(meeting=meeting, to_public=True, **by),
    "hide": lambda meeting, by: agenda_actions.show_agenda(meeting=meeting, to_public=False, **by),
}
OF_ITEM: dict[str, Deed] = {
    "earlier": lambda item, by: agenda_actions.move_item(item=item, earlier=True, **by),
    "later": lambda item, by: agenda_actions.move_item(item=item, earlier=False, **by),
    "remove": lambda item, by: agenda_actions.remove_item(item=item, **by),
}


def _context(meeting: Meeting, form: ItemFields, problem: str) -> dict[str, Any]:
    items = list(meeting.items.all())
    questions = asked(form)
    if problem:
        questions["problems"] = [{"text": problem}, *questions["problems"]]
    return {
        **questions,
        "meeting": meeting,
        "times": presenters.times(meeting),
        "items": presenters.timed(meeting, items),
        "too_long": presenters.too_long(meeting, items),
        "is_open": not meeting.is_cancelled and meeting.ends_at > clock.now(),
        "breadcrumbs": from_desk(*ways.to_meeting(meeting)),
    }


@office_page(PLAN)
def item(request: Any, key: int) -> HttpResponse:
    """Write an item of an agenda anew."""
    reach = request.powers.bodies(PLAN).values("pk")
    rows = AgendaItem.objects.select_related("meeting__body")
    found: Any = get_object_or_404(rows, pk=key, meeting__body__in=reach)
    form = ItemForm(request.POST or None, stands=lambda: agenda_actions.item_facts(found))
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            agenda_actions.change_item(item=found, text=form.text(), seen=seen, **acting(request))
            return HttpResponseRedirect(ways.agenda_address(found.meeting))
        except Refused as refusal:
            form.refuse(refusal)
    words = {"title": _("Change the item"), "subtitle": str(found), "button": _("Save")}
    way = [*ways.to_meeting(found.meeting), (_("Agenda"), ways.agenda_address(found.meeting))]
    context = {**asked(form), **words, "breadcrumbs": from_desk(*way)}
    return render(request, "form.html", context, status=form.status)
