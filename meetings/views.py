"""The meetings of a body for those with an office near it: seen, planned, moved, cancelled, answered."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.forms import asked
from common.versions import refuse
from governance.models import Body
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from meetings import actions, own_actions, presenters, queries, ways
from meetings.forms import AnswerForm, CancelForm, MoveForm, PlanForm
from meetings.models import MEETING_KINDS, Meeting

SEE, PLAN = Permission.SEE_OFFICES, Permission.DESCRIBE


def _body(request: Any, permission: Permission, key: int) -> Body:
    reach = request.powers.bodies(permission).filter(body_kind__in=MEETING_KINDS)
    found: Body = get_object_or_404(reach, pk=key)
    return found


def meeting_in_reach(request: Any, permission: Permission, key: int) -> Meeting:
    reach = request.powers.bodies(permission).values("pk")
    return get_object_or_404(Meeting.objects.select_related("body"), pk=key, body__in=reach)


@office_page(SEE)
def meetings(request: Any, key: int) -> HttpResponse:
    """The meetings of a body: those to come, then those that were."""
    body, on = _body(request, SEE, key), clock.today()
    context = {
        "body": body,
        "coming": presenters.rows(queries.coming(body, on=on)),
        "past": presenters.rows(queries.past(body, on=on)),
        "may_plan": request.powers.may(PLAN, body),
        "public_address": queries.address_of(body),
        "breadcrumbs": from_desk(*ways.to_list(body)[:1]),
    }
    return render(request, "meetings/meetings.html", context)


@office_page(SEE)
def meeting(request: Any, key: int) -> HttpResponse:
    """One meeting: when and where, its agenda with times, who is invited and what they answered."""
    found = meeting_in_reach(request, SEE, key)
    items, answers = list(found.items.all()), queries.answers(found)
    seats = queries.invited(found)
    names, empty = presenters.invited(seats, answers)
    is_to_come = not found.is_cancelled and found.starts_at > clock.now()
    holders = {term.person_id for one in seats for term in one.holders}
    may_plan, is_invited = request.powers.may(PLAN, found.body), request.user.pk in holders
    context = {
        "meeting": found,
        "link": found.link if may_plan or is_invited else "",
        "times": presenters.times(found),
        "standing": presenters.standing(found),
        "items": presenters.timed(found, items),
        "invited": names,
        "empty_seats": empty,
        "may_plan": may_plan,
        "may_answer": is_to_come and is_invited,
        "is_to_come": is_to_come,
        "breadcrumbs": from_desk(*ways.to_list(found.body)),
    }
    return render(request, "meetings/meeting.html", context)


@office_page(PLAN)
def plan(request: Any, key: int) -> HttpResponse:
    """Plan a meeting of a body, or a series of them."""
    body = _body(request, PLAN, key)
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = {**form.when_and_where(), "repeated": form.repeated()}
            actions.plan_meetings(body=body, **given, **acting(request))
            return HttpResponseRedirect(ways.list_address(body))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Plan a meeting"), "subtitle": body.name, "button": _("Plan it")}
    words["lead"] = _("The public sees day, hour and place. A series stays at its hour when the clocks change.")
    return _form_page(request, form, words, ways.to_list(body))


def _form_page(request: Any, form: forms.Form, words: dict[str, str], way: list[Any]) -> HttpResponse:
    context = {**asked(form), **words, "breadcrumbs": from_desk(*way)}
    return render(request, "form.html", context, status=getattr(form, "status", 200))


@office_page(PLAN)
def move(request: Any, key: int) -> HttpResponse:
    """Say anew when and where a meeting is, and why."""
    found = meeting_in_reach(request, PLAN, key)
    form = MoveForm(request.POST or None, stands=lambda: actions.facts_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            reasons = {name: form.cleaned_data[name] for name in ("reason_en", "reason_cy", "seen")}
            actions.move_meeting(meeting=found, **form.when_and_where(), **reasons, **acting(request))
            return HttpResponseRedirect(ways.meeting_address(found))
        except Refused as refusal:
            refuse(form, refusal)
    words = {"title": _("Change when or where it is"), "button": _("Save")}
    words |= {"subtitle": f"{found.body.name}, {presenters.times(found)}"}
    return _form_page(request, form, words, ways.to_meeting(found))


@office_page(PLAN)
def cancel(request: Any, key: int) -> HttpResponse:
    """Cancel a meeting; it stays in the calendar as cancelled, with the reason."""
    found = meeting_in_reach(request, PLAN, key)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(meeting=found, **form.cleaned_data, **acting(request))
            return HttpResponseRedirect(ways.meeting_address(found))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Cancel the meeting"), "button": _("Cancel the meeting")}
    words |= {"subtitle": f"{found.body.name}, {presenters.times(found)}"}
    return _form_page(request, form, words, ways.to_meeting(found))


@office_page(SEE)
def answer(request: Any, key: int) -> HttpResponse:
    """Say whether one comes, and who comes in one's place."""
    found = meeting_in_reach(request, SEE, key)
    given = queries.answers(found).get(request.user.pk)
    initial = {"is_coming": "yes" if given.is_coming else "no", "deputy": given.deputy} if given else {}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        comes, deputy = form.cleaned_data["is_coming"] == "yes", form.cleaned_data["deputy"]
        try:
            own_actions.answer_invitation(
                meeting=found, person=request.user, is_coming=comes, deputy=deputy, at=clock.now()
            )
            return HttpResponseRedirect(ways.meeting_address(found))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    words = {"title": _("Say whether you come"), "button": _("Save")}
    words |= {"subtitle": f"{found.body.name}, {presenters.times(found)}"}
    return _form_page(request, form, words, ways.to_meeting(found))
