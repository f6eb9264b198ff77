"""The plan of a body on its home: where each stands, how much is written, what came of what was published."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboratives.models import Collaborative
from common.dates import date_format
from governance.homes import Card, Link, Room, Share, Shown, Visit, shares_of
from governance.models import Action, Body
from governance.powers.permissions import Permission
from plans.editions.states import COLOURS
from plans.models import WRITTEN_BY, Edition, EditionState, PlannedAction, SectionStatus
from plans.turns import with_days

HUNDRED = 100
MOST_PLANS = 2


def _of(body: Body) -> int:
    """Return the body whose plans a body has a part in: a collaborative in those of its cluster."""
    if body.body_kind != Body.Kind.COLLABORATIVE:
        return body.pk
    return int(Collaborative.objects.values_list("cluster", flat=True).get(pk=body.pk))


def _plan(visit: Visit) -> Shown | None:
    if Permission.READ_PLANS not in visit.may:
        return None
    if visit.body.body_kind == Body.Kind.HEALTH_BOARD:
        return _of_a_board(visit)
    if visit.body.body_kind not in {*WRITTEN_BY.values(), Body.Kind.COLLABORATIVE}:
        return Shown(reverse("plans:plans"), (), _rounds(visit))
    editions = _latest(_of(visit.body))[:MOST_PLANS]
    deeds = [(_("Start a plan"), reverse("plans:start"))] if Permission.WRITE_PLANS in visit.may else []
    if not editions:
        return Shown(reverse("plans:plans"), [Card(_("Plan"), reverse("plans:plans"), lines=[_("None yet.")])], deeds)
    address = reverse("plans:home", kwargs={"key": editions[0].pk})
    first = [(_("Write the plan"), address)] if _is_written_by(editions[0], visit) else []
    history = [(_("What happened to it: %(plan)s") % {"plan": one.plan.title}, _review(one)) for one in editions]
    return Shown(address, [_card(one) for one in editions], [*deeds, *history], first)


def _is_written_by(edition: Edition, visit: Visit) -> bool:
    states = (EditionState.DRAFT, EditionState.RETURNED)
    return Permission.WRITE_PLANS in visit.may and edition.state in states


def _review(edition: Edition) -> str:
    return reverse("plans:review", kwargs={"key": edition.pk})


def _latest(body: int) -> list[Any]:
    """Return the latest edition of each plan of a body, the newest years first, with its sections counted."""
    own = Q(section_rows__collaborative=None)
    written = {
        code: Count("section_rows", filter=own & Q(**{f"section_rows__text_{code}__gt": ""})) for code in ("en", "cy")
    }
    found = with_days(Edition.objects.filter(plan__body=body)).annotate(
        sections=Count("section_rows", filter=own),
        complete=Count("section_rows", filter=own & Q(section_rows__status=SectionStatus.COMPLETED)),
        **written,
    )
    found = found.select_related("plan__body").defer("content", "figures", "search_text")
    latest = {}
    for one in found.order_by("plan_id", "-number"):
        latest.setdefault(one.plan_id, one)
    return sorted(latest.values(), key=lambda one: (-one.plan.first_year, one.plan.kind))


def _card(edition: Any) -> Card:
    tag = {"text": edition.get_state_display(), "colour": COLOURS[EditionState(edition.state)]}
    lines: list[str] = []
    shares: list[Share] = []
    if edition.sections and not edition.is_frozen:
        facts = {name: getattr(edition, name) for name in ("sections", "complete", "en", "cy")}
        lines.append(_("%(complete)s of %(sections)s sections complete · English %(en)s · Welsh %(cy)s") % facts)
        shares = shares_of(round(HUNDRED * edition.complete / edition.sections))
    if edition.due_on:
        lines.append(_("To move on by %(day)s") % {"day": date_format(edition.due_on)})
    return Card(
        edition.plan.title, reverse("plans:home", kwargs={"key": edition.pk}), tag=tag, shares=shares, lines=lines
    )


def _of_a_board(visit: Visit) -> Shown:
    href = reverse("plans:board_plans", kwargs={"key": visit.body.pk})
    editions = Edition.objects.filter(plan__body__parent=visit.body, frozen_at=None)
    counted = dict(editions.values_list("state").annotate(count=Count("pk")).order_by("state"))
    lines = [f"{EditionState(state).label}: {count}" for state, count in counted.items()]
    return Shown(
        href, [Card(_("Plans of its clusters"), href, lines=lines or [_("Nothing is being written.")])], _rounds(visit)
    )


def _rounds(visit: Visit) -> list[Link]:
    if Permission.MANAGE_ROUNDS not in visit.may:
        return []
    deeds = [(_("Planning rounds"), reverse("plans:rounds"))]
    if visit.body.body_kind == Body.Kind.HEALTH_BOARD:
        key = {"key": visit.body.pk}
        deeds.append((_("Its own days"), reverse("plans:board_days", kwargs=key)))
        deeds.append((_("Through whose hands its plans go"), reverse("plans:route", kwargs=key)))
        deeds.append((_("Attach an earlier plan"), reverse("plans:attach_historic")))
    return deeds


# --- actions of what was published ---


def _actions(visit: Visit) -> Shown | None:
    if Permission.READ_PLANS not in visit.may or visit.body.body_kind in (Body.Kind.NATION, Body.Kind.HEALTH_BOARD):
        return None
    rows = PlannedAction.objects.filter(
        edition__state=EditionState.PUBLISHED, edition__plan__body=_of(visit.body), action__isnull=False
    )
    counted = dict(rows.order_by().values_list("action__status").annotate(count=Count("pk", distinct=True)))
    plan = rows.order_by("-edition__plan__first_year").values_list("edition__plan", flat=True).first()
    if plan is None:
        return None
    href = reverse("plans:follow", kwargs={"key": plan})
    lines = [f"{status.label}: {counted[status]}" for status in Action.Status if counted.get(status)]
    deeds = [(_("Annual report"), reverse("plans:annual_report", kwargs={"key": plan}))]
    large = _("Actions: %(count)s") % {"count": sum(counted.values())}
    return Shown(href, [Card(_("Actions of the published plan"), href, large, lines=lines)], deeds)


ROOMS = [
    Room("plan", gettext_lazy("Plan"), 20, _plan),
    Room("actions", gettext_lazy("Actions"), 50, _actions),
]
