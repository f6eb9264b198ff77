"""Following a published plan: how its actions stand, and saying so."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.errors import Meanwhile, Refused
from governance.models import Action
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans.models import MilestoneUpdate, PlannedAction
from plans.progress import actions, pages, policies
from plans.progress.forms import MilestoneForm, ProgressForm, ReachedForm, milestone_form


@office_page(Permission.READ_PLANS)
def follow(request: HttpRequest, key: int) -> HttpResponse:
    """How the actions and milestones of a published plan stand, and what is still to be entered."""
    plan = get_object_or_404(policies.plans_followed(request.powers).select_related("body"), pk=key)
    following = policies.following(request.powers, plan)
    page = pages.plan_page(following, policies.published_edition(plan), on=clock.today())
    context = {"plan": plan, **page, "breadcrumbs": from_desk()}
    return render(request, "plans/follow.html", context)


@office_page(Permission.READ_PLANS)
def follow_action(request: HttpRequest, key: int) -> HttpResponse:
    """How one action stands and what was said of it; whoever may says how it stands now, and its milestones."""
    row = _followed(request, key)
    following = policies.following(request.powers, row.edition.plan)
    if not following.sees(row):
        raise Http404
    forms = _forms(request, row) | {"together": _together(request, row, following)}
    status = 200
    if request.method == "POST":
        status = _saved(request, row, forms)
        if status == 302:
            return HttpResponseRedirect(reverse("plans:follow_action", kwargs={"key": key}))
        row = _followed(request, key)
    page = pages.action_page(following, row, **forms, on=clock.today())
    way = (row.edition.plan.title, reverse("plans:follow", kwargs={"key": row.edition.plan_id}))
    return render(request, "plans/follow-action.html", {**page, "breadcrumbs": from_desk(way)}, status=status)


def _together(request: HttpRequest, row: PlannedAction, following: policies.Following) -> ReachedForm | None:
    """Return the form of several milestones, where there are several that were not reached."""
    choices = pages.open_milestones(following, row, on=clock.today())
    sent = request.POST if "together" in request.POST else None
    return ReachedForm(sent, choices=choices) if len(choices) > 1 or sent is not None else None


def _followed(request: HttpRequest, key: int) -> PlannedAction:
    rows = policies.actions_followed(request.powers).filter(action=key).order_by("-edition__plan__first_year")
    joined = rows.select_related("edition__plan__body", "action__owner__body", "owner__body", "owner__represents")
    found: PlannedAction | None = joined.first()
    if found is None:
        raise Http404
    return found


def _forms(request: HttpRequest, row: PlannedAction) -> dict[str, Any]:
    """Return the two forms of the page; the one that was sent holds what was written."""
    sent = request.POST if request.method == "POST" else None
    is_public = row.visibility == "public"
    about_milestone = sent is not None and "milestone" in sent
    about_several = sent is not None and "together" in sent
    present = {"version": row.action.version, "status": row.action.status, "percent": row.action.percent}
    progress = ProgressForm(None if about_milestone or about_several else sent, initial=present, is_public=is_public)
    milestone = milestone_form(sent, sent["milestone"]) if about_milestone else None
    return {"progress": progress, "milestone": milestone}


def _saved(request: HttpRequest, row: PlannedAction, forms: dict[str, Any]) -> int:
    """Write what was said; return how to answer: elsewhere, with the faults, or with what happened meanwhile."""
    several = forms["together"] if forms["together"] and forms["together"].is_bound else None
    form = several or forms["milestone"] or forms["progress"]
    policies.check_update(request.powers, row)
    if not form.is_valid():
        return 200
    try:
        who = acting(request)
        if several:
            _save_several(row, several, who)
        elif forms["milestone"]:
            _save_milestone(row, form, who)
        else:
            version = form.cleaned_data["version"]
            actions.update_action(action=row.action, told=form.told(), version=version, **who)
    except Meanwhile as meanwhile:
        form.add_error(None, str(meanwhile))
        _renew(row, form)
        return 409
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return 200
    return 302


def _renew(row: PlannedAction, form: Any) -> None:
    """Let a form that was overtaken be sent again: the page now shows what the other said, and above it what is new."""
    form.data = form.data.copy()
    if isinstance(form, ReachedForm):
        return
    if isinstance(form, MilestoneForm):
        latest = MilestoneUpdate.objects.filter(plan=row.edition.plan_id, key=form.cleaned_data["milestone"]).first()
        form.data["seen"] = latest.pk if latest else 0
    else:
        form.data["version"] = Action.objects.values_list("version", flat=True).get(pk=row.action_id)


def _save_several(row: PlannedAction, form: ReachedForm, who: dict[str, Any]) -> None:
    """Say of all that they were reached, or of none."""
    with transaction.atomic():
        for key, seen in form.told():
            milestone = policies.milestone_of(row, UUID(key))
            if milestone is None:
                raise Refused(_("What this points to was removed meanwhile."))
            days = {"done_on": form.cleaned_data["reached_on"], "due_on": None}
            actions.update_milestone(milestone=milestone, **days, note="", seen=seen, **who)


def _save_milestone(row: PlannedAction, form: MilestoneForm, who: dict[str, Any]) -> None:
    milestone = policies.milestone_of(row, form.cleaned_data["milestone"])
    if milestone is None:
        raise Refused(_("What this points to was removed meanwhile."))
    actions.update_milestone(milestone=milestone, **form.told(), **who)
