"""The pages of offices, for those whose own office lets them see or change them."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from common.addresses import requested_day
from common.dated import from_day
from common.errors import Refused
from common.files import as_file
from common.forms import asked
from common.inputs import Query, whole_number
from common.seals import answers_of, sealed, were_shown
from governance.entering import known_by, refuse_to_enter
from governance.models import Appointment, Basis, Office, Seat
from governance.offices import actions, presenters, queries
from governance.offices.address_actions import nominate_by_address
from governance.offices.changes import change_of, refuse_conflicts, refuse_shape
from governance.offices.forms import AppointForm, DeclineForm, EndForm, PublicNamesForm, SeatsForm, VacancyForm
from governance.powers.access import acting, office_page
from governance.powers.permissions import Permission
from governance.recording import Overtaken
from governance.ways import from_desk, from_offices

DAY = datetime.timedelta(days=1)
CONFLICT = 409
PER_PAGE = 50


@office_page(Permission.SEE_OFFICES)
def seats(request: HttpRequest) -> HttpResponse:
    """The offices in reach on a day, vacancies first."""
    on = requested_day(request)
    form = SeatsForm(request.GET)
    lines = _lines(request, form, on)
    page = Paginator(lines, PER_PAGE).get_page(Query(request).number("page") or 1)
    context = {"page": page, "form": form, "on": on, "offices": Office.choices, "waiting": _waiting(request)}
    context["sees_record"] = request.powers.holds(Permission.SEE_RECORD)
    context["nominations_address"] = reverse("governance:nominations")
    context["breadcrumbs"] = from_desk()
    return render(request, "governance/seats.html", {**context, "query": _query(request)})


def _query(request: HttpRequest) -> str:
    """Return what narrows the list, for the file of all of it: without the page."""
    return urlencode({name: value for name, value in Query(request).all().items() if name != "page"})


@office_page(Permission.SEE_OFFICES)
def seats_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file."""
    on = requested_day(request)
    sheet = presenters.sheet(_lines(request, SeatsForm(request.GET), on), on=on)
    return as_file(sheet, "-".join((_("offices"), on.isoformat())))


def _lines(request: HttpRequest, form: SeatsForm, on: datetime.date) -> list[presenters.Line]:
    asked_for = form.cleaned_data if form.is_valid() else {}
    found = queries.seats_of(
        request.powers.bodies(Permission.SEE_OFFICES),
        on=on,
        office=asked_for.get("office", ""),
        words=asked_for.get("q", ""),
    )
    lines = presenters.lines(queries.held(found, on=on), on=on)
    return [line for line in lines if line.vacancy] if asked_for.get("vacant") else lines


def _waiting(request: HttpRequest) -> int:
    return queries.waiting_for(request.user, request.powers).count()


def _seat(request: HttpRequest, key: int, permission: Permission) -> Seat:
    """Return a seat in reach; one out of reach is not found."""
    found = Seat.objects.select_related("body", "represents", "follows__body")
    return get_object_or_404(found, pk=key, body__in=request.powers.bodies(permission))


@office_page(Permission.SEE_OFFICES)
def seat(request: HttpRequest, key: int) -> HttpResponse:
    """One seat: who holds it on a day, every term before and after, what waits to be confirmed."""
    found, on = _seat(request, key, Permission.SEE_OFFICES), requested_day(request)
    (line,) = presenters.lines(queries.held([found], on=on), on=on)
    may_change = request.powers.may(Permission.NOMINATE, found.body) and found.follows_id is None
    context = {
        "seat": found,
        "line": line,
        "on": on,
        "terms": queries.terms(found),
        "waiting": found.appointments.awaiting().select_related("person", "nominated_by"),
        "followers": found.followers.select_related("body"),
        "delegations": queries.delegations_of(found, on=on),
        "may_change": may_change,
        "may_close": request.powers.may(Permission.NOMINATE, found.body) and found.closed_on is None,
        "may_declare_vacant": may_change and not line.held.holders,
        "may_end_access": request.powers.may(Permission.INVITE, found.body),
        "is_holder": found.is_held_by(request.user, on=clock.today()),
        "may_see_interests": request.powers.may(Permission.SEE_INTERESTS, found.body),
        "appoint_address": reverse("governance:appoint", kwargs={"key": found.pk}),
        "breadcrumbs": from_offices(),
    }
    return render(request, "governance/seat.html", context)


@office_page(Permission.NOMINATE)
def appoint(request: HttpRequest, key: int) -> HttpResponse:
    """Nominate somebody for a seat: the day, the change, the rows that it changes, and only then the deed."""
    found, today = _seat(request, key, Permission.NOMINATE), clock.today()
    present = list(Appointment.objects.current(on=today).filter(seat=found).select_related("person"))
    form = AppointForm(
        request.POST or None, holders=present, is_shared=found.is_shared, initial={"seen_version": found.version}
    )
    if request.method == "POST" and request.POST.get("step") != "change" and form.is_valid():
        try:
            return _appointed(request, found, form)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken))
            form.data = form.data.copy()
            form.data["seen_version"] = Seat.objects.get(pk=found.pk).version
            return _appoint_page(request, found, form, status=CONFLICT)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _appoint_page(request, found, form)


def _appoint_page(request: HttpRequest, found: Seat, form: AppointForm, status: int = 200) -> HttpResponse:
    (line,) = presenters.lines(queries.held([found], on=clock.today()), on=clock.today())
    links = (found.title, reverse("governance:seat", kwargs={"key": found.pk}))
    words = {"title": _("Appoint somebody"), "subtitle": found.title, "button": _("See what changes")}
    context = {"seat": found, "line": line, "breadcrumbs": from_offices(links), **words, **asked(form)}
    return render(request, "governance/appoint.html", context, status=status)


def _appointed(request: HttpRequest, found: Seat, form: AppointForm) -> HttpResponse:
    """Show what the answers would change; carry them out once that was seen."""
    answers = _answers(form)
    if request.POST.get("step") != "confirm" or not were_shown(request):
        return _check(request, found, form, answers)
    nominate_by_address(
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        seat=found,
        by=request.user,
        at=clock.now(),
        on=clock.today(),
        seen_version=form.cleaned_data["seen_version"],
        **answers,
    )
    return HttpResponseRedirect(reverse("governance:seat", kwargs={"key": found.pk}))


def _answers(form: AppointForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "basis": Basis(given["basis"]),
        "start": given["start"],
        "until": given["last_day"] + DAY if given["last_day"] else None,
        "reason": given["reason"],
        "minute_reference": given["minute_reference"],
        "sessions_per_week": given["sessions_per_week"],
        "keep_jointly": [int(key) for key in given.get("keep", [])],
    }


def _check(request: HttpRequest, found: Seat, form: AppointForm, answers: dict[str, Any]) -> HttpResponse:
    refuse_shape(found, answers["basis"], answers["start"], answers["until"])
    if answers["start"] < clock.today() and not answers["reason"].strip():
        raise Refused(_("Give a reason: the record will show it."))
    change = change_of(_imagined(request, found, form, answers))
    refuse_conflicts(change)
    links = (found.title, reverse("governance:seat", kwargs={"key": found.pk}))
    context = {
        "seat": found,
        "rows": presenters.change_rows(change),
        "given": sealed(request, answers_of(request)),
        "breadcrumbs": from_offices(links),
    }
    return render(request, "governance/check.html", context)


def _imagined(request: HttpRequest, found: Seat, form: AppointForm, answers: dict[str, Any]) -> Appointment:
    """Return the appointment as it would be, written nowhere."""
    person = known_by(email=form.cleaned_data["email"], name=form.cleaned_data["name"])
    if person.pk is None:
        refuse_to_enter(request.powers, found.body)
    terms = from_day(answers["start"], answers["until"])
    kept = answers["keep_jointly"]
    return Appointment(seat=found, person=person, basis=answers["basis"], during=terms, keep_jointly=kept)


@office_page(Permission.CONFIRM)
def nominations(request: HttpRequest) -> HttpResponse:
    """What waits for a second pair of eyes, the oldest first."""
    waiting = queries.waiting_for(request.user, request.powers)
    context = {"waiting": waiting, "now": clock.now(), "breadcrumbs": from_offices()}
    return render(request, "governance/nominations.html", context)


@office_page(Permission.CONFIRM)
def nomination(request: HttpRequest, key: int) -> HttpResponse:
    """One nomination with the rows that it would change: confirm it, or decline it with the reason."""
    found = get_object_or_404(queries.nominations(request.powers), pk=key)
    form = DeclineForm(request.POST if request.POST.get("decision") == "decline" else None)
    problems: list[dict[str, str]] = []
    status = 200
    if request.method == "POST":
        try:
            if _decided(request, found, form):
                return HttpResponseRedirect(reverse("governance:nominations"))
        except Refused as refusal:
            problems, status = [{"text": str(refusal)}], CONFLICT if isinstance(refusal, Overtaken) else 200
    questions = asked(form)
    change = change_of(found)
    context = {
        **questions,
        "problems": problems or questions["problems"],
        "nomination": found,
        "rows": presenters.change_rows(change),
        "conflicts": change.conflicts,
        "breadcrumbs": from_offices((_("Nominations"), reverse("governance:nominations"))),
    }
    return render(request, "governance/nomination.html", context, status=status)


def _decided(request: HttpRequest, found: Appointment, form: DeclineForm) -> bool:
    """Carry out what was pressed; False where the answer must be asked for again."""
    who = acting(request)
    if request.POST.get("decision") == "confirm":
        seen = whole_number(request.POST.get("seen_version", ""))
        actions.confirm(appointment=found, seen_version=seen or 0, **who)
        return True
    if not form.is_valid():
        return False
    actions.decline(appointment=found, reason=form.cleaned_data["reason"], **who)
    return True


@office_page(Permission.NOMINATE)
def end_term(request: HttpRequest, key: int) -> HttpResponse:
    """End a confirmed term after a last day."""
    reach = request.powers.bodies(Permission.NOMINATE)
    terms = Appointment.objects.confirmed().filter(seat__body__in=reach).select_related("seat__body", "person")
    found = get_object_or_404(terms, pk=key)
    place = reverse("governance:seat", kwargs={"key": found.seat_id})
    form = EndForm(request.POST or None, initial={"seen_version": found.seat.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            who = acting(request)
            actions.end_appointment(appointment=found, **form.cleaned_data, **who)
            return HttpResponseRedirect(place)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT if isinstance(refusal, Overtaken) else 200
    words = {"title": _("End a term"), "subtitle": f"{found.person.name}, {found.seat.title}", "button": _("End it")}
    context = {**asked(form), **words, "breadcrumbs": from_offices((found.seat.title, place))}
    return render(request, "form.html", context, status=status)


@office_page(Permission.NOMINATE)
def vacancy(request: HttpRequest, key: int) -> HttpResponse:
    """Say since when nobody holds a seat, or take that back."""
    found = _seat(request, key, Permission.NOMINATE)
    place = reverse("governance:seat", kwargs={"key": found.pk})
    form = VacancyForm(request.POST or None, seat=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            who = acting(request)
            actions.declare_vacant(seat=found, **form.cleaned_data, **who)
            return HttpResponseRedirect(place)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT if isinstance(refusal, Overtaken) else 200
    words = {"title": _("Say that a seat is vacant"), "subtitle": f"{found.title}, {found.body.name}"}
    lead = _(
        "The body’s public page then says that the seat is vacant. "
        "Otherwise it says that nobody has been entered for it."
    )
    context = {
        **asked(form),
        **words,
        "lead": lead,
        "button": _("Save"),
        "breadcrumbs": from_offices((found.title, place)),
    }
    return render(request, "form.html", context, status=status)


@office_page(Permission.SIGNED_IN)
def public_names(request: HttpRequest) -> HttpResponse:
    """Ask somebody in which of their offices the public may read their name."""
    terms = list(queries.own_terms(request.user, on=clock.today()))
    form = PublicNamesForm(request.POST if request.method == "POST" else None, terms=terms)
    if form.is_valid():
        agreed = set(form.cleaned_data["agreed"])
        actions.choose_public_names(terms=terms, agreed=agreed, by=request.user, at=clock.now())
        return HttpResponseRedirect(reverse("account"))
    words = {"title": _("Your name on public pages"), "button": _("Save your choice"), "breadcrumbs": from_desk()}
    return render(request, "governance/public-names.html", {**asked(form), **words, "terms": terms})
