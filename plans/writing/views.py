"""All plans in reach, the beginning of a plan or of its next edition, and the home of an edition: its task list."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import Refused
from common.forms import asked
from common.inputs import Query
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.ways import from_desk
from plans import actions
from plans.editions.completeness import completeness_of
from plans.models import Edition, EditionState
from plans.policies import access_to, is_writable
from plans.turns import turns_of
from plans.writing import presenters, queries
from plans.writing.reach import edition_in_reach
from plans.writing.starting import StartForm
from plans.writing.threads import open_remarks


@office_page(Permission.READ_PLANS)
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan in reach at its latest edition: where it stands and whose turn it is."""
    editions = queries.latest_editions(request.powers)
    written = queries.halves_written(editions)
    own = {turn.edition.pk for turn in turns_of(request.user, request.powers)}
    lines = presenters.plan_lines(editions, written, own)
    writes = request.powers.holds(Permission.WRITE_PLANS)
    context = {"lines": lines, "may_start": writes and bool(queries.startable(request.powers))}
    return render(request, "plans/plans.html", {**context, "breadcrumbs": from_desk()})


@office_page(Permission.WRITE_PLANS)
def start(request: HttpRequest) -> HttpResponse:
    """Start a plan in a round that is open."""
    asked_for = {"plan": Query(request).text("plan")}
    form = StartForm(request.POST or None, startable=queries.startable(request.powers), initial=asked_for)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["plan"]
        try:
            who = acting(request)
            return _to_home(actions.start_plan(body=chosen.body, planning_round=chosen.round, **who))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    crumbs = from_desk((_("Plans"), reverse("plans:plans")))
    words = {"title": _("Start a plan"), "button": _("Start it"), "has_choice": bool(form.startable)}
    return render(request, "plans/start.html", {**asked(form), **words, "breadcrumbs": crumbs})


@office_page(Permission.WRITE_PLANS)
def start_edition(request: HttpRequest, key: int) -> HttpResponse:
    """Start the next edition of a plan, from the latest one that was approved."""
    edition, problems = edition_in_reach(request, key, Permission.WRITE_PLANS), []
    if request.method == "POST":
        try:
            who = acting(request)
            return _to_home(actions.start_edition(plan=edition.plan, **who))
        except Refused as refusal:
            problems = [{"text": str(refusal)}]
    words = {"title": _("Start the next edition"), "subtitle": str(edition.plan), "button": _("Start it")}
    lead = _("It begins as a copy of the latest edition. That one stays as it is until the new one takes its place.")
    context = {**words, "lead": lead, "problems": problems, "breadcrumbs": presenters.way(edition)}
    return render(request, "form.html", context)


@office_page(Permission.READ_PLANS)
def home(request: HttpRequest, key: int) -> HttpResponse:
    """The task list of an edition: each section with how far it has come, and what it still lacks."""
    edition = edition_in_reach(request, key)
    access = access_to(request.powers, edition.plan)
    found = completeness_of(edition, access.visibilities)
    context = {
        "edition": edition,
        "tag": presenters.state_tag(edition),
        "turn": presenters.turn(edition),
        **presenters.own_first(
            presenters.tasks(found, open_remarks(edition, found), queries.last_writings(edition)), access
        ),
        "complete": presenters.complete_words(found),
        "may_write": access.writes and is_writable(edition),
        "may_carry": access.whole and is_writable(edition),
        "may_confirm": access.whole and edition.state == EditionState.PUBLISHED,
        "confirmations": edition.confirmations.select_related("confirmed_by") if edition.is_frozen else (),
        "may_start_edition": access.whole and _is_latest_and_done(edition),
        "breadcrumbs": from_desk((_("Plans"), reverse("plans:plans"))),
    }
    return render(request, "plans/home.html", context)


def _is_latest_and_done(edition: Edition) -> bool:
    """Whether the next edition may be started from this one."""
    is_last = not edition.plan.editions.filter(number__gt=edition.number).exists()
    return edition.is_frozen and edition.state != EditionState.WITHDRAWN and is_last


def _to_home(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("plans:home", kwargs={"key": edition.pk}))
