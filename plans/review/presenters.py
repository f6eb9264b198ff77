"""How deciding reads: an edition with its moves and history, a difference in words, the page of a move."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from common.dates import date_format, day_of
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from governance.record.presenters import moment, sentence
from governance.ways import from_desk
from plans.addresses import addresses_of, row_address
from plans.editions.completeness import gaps_of
from plans.editions.differences import differences
from plans.editions.parity import lacking
from plans.editions.states import COLOURS, WRITABLE
from plans.models import Edition, EditionState, ParityExemption, PlanRow, Verdict
from plans.policies import readable
from plans.review import queries
from plans.review.differing import shown
from plans.review.pages import LINKED, MovePage
from plans.routes import STAGES, awaited, is_asked


def state_tag(edition: Edition) -> dict[str, str]:
    return {"text": str(EditionState(edition.state).label), "colour": COLOURS[EditionState(edition.state)]}


def review(edition: Edition, person: Person, powers: Powers) -> dict[str, Any]:
    """Return what the page of an edition shows to somebody."""
    return {
        "edition": edition,
        "tag": state_tag(edition),
        **changes(edition, person, powers),
        "moves": _moves(edition, person, powers),
        "verdicts": [_verdict(one) for one in queries.verdicts(edition)],
        "timeline": [_told(one) for one in queries.timeline(edition)],
        "compare_address": reverse("plans:compare", kwargs={"key": edition.pk}),
        "breadcrumbs": from_desk(),
    }


def changes(edition: Edition, person: Person, powers: Powers) -> dict[str, Any]:
    """Return what changed since somebody's last decision; nothing while there is nothing to decide on."""
    if edition.state in (*WRITABLE, EditionState.AGREED):
        return {}
    visibilities = readable(powers, edition.plan, is_in_collaborative=edition.is_in_collaborative)
    told = queries.last_decided(person, edition)
    found = differences(told.content, queries.as_it_is(edition, visibilities), visibilities=visibilities)
    return {"since": _since(told), "difference": shown(found, edition.plan)}


def _since(told: queries.Told) -> str:
    """Return in a sentence what the reader sees the changes since."""
    if told.submission is not None:
        day = date_format(day_of(told.submission.submitted_at))
        return _("Changes since your last decision, on what was sent on %(day)s.") % {"day": day}
    if told.edition is not None:
        return _("Changes since the last published edition, number %(number)s.") % {"number": told.edition.number}
    return _("There is no earlier edition: everything is new.")


def _moves(edition: Edition, person: Person, powers: Powers) -> list[dict[str, str]]:
    """Return the pages of the moves that lead on from here and that somebody may make, by words and address."""
    here = [page for page in LINKED if edition.state in page.states]
    may = {one: _may(one, edition, person, powers) for one in {page.permission for page in here}}
    return [
        {"text": str(page.title), "href": reverse(f"plans:{page.name}", kwargs={"key": edition.pk})}
        for page in here
        if may[page.permission]
    ]


def _may(permission: Permission, edition: Edition, person: Person, powers: Powers) -> bool:
    if permission not in STAGES or not powers.holds(permission):
        return powers.may(permission, edition.plan.body)
    told = awaited([edition], permission, on=powers.on)[edition.pk]
    return is_asked(told, powers, permission, edition, by=person)


def _verdict(one: Verdict) -> dict[str, str]:
    behalf = one.on_behalf_of
    name = one.decided_by.name
    return {
        "office": one.get_office_display(),
        "outcome": one.get_outcome_display(),
        "colour": "orange" if one.outcome == Verdict.Outcome.RETURNED else "green",
        "who": _("%(name)s, for %(other)s") % {"name": name, "other": behalf.name} if behalf else name,
        "when": moment(one.decided_at),
        "reason": one.reason,
    }


def _told(record: Any) -> dict[str, str]:
    return {"text": sentence(record), "when": moment(record.at), "reason": record.details.get("reason", "")}


def compare(edition: Edition, powers: Powers, query: QueryDict) -> dict[str, Any]:
    """Return what changed between two editions or submissions of a plan; by default since the edition before."""
    visibilities = readable(powers, edition.plan, is_in_collaborative=edition.is_in_collaborative)
    choices = queries.choices(edition.plan)
    ends = queries.ends(edition, choices, query.get("from", ""), query.get("to", ""))
    contents = [queries.content_named(edition, name, visibilities) for name in ends]
    found = differences(*contents, visibilities=visibilities)
    items = [{"value": name, "text": words} for name, words in _names(choices)]
    start = [{"value": queries.NOTHING, "text": _("Nothing: as if all were new")}, *items]
    return {
        "edition": edition,
        "tag": state_tag(edition),
        "difference": shown(found, edition.plan),
        "start": {"id": "from", "name": "from", "label": _("From"), "items": start, "value": ends[0]},
        "end": {"id": "to", "name": "to", "label": _("To"), "items": items, "value": ends[1]},
        "breadcrumbs": from_desk(_way(edition)),
    }


def _names(choices: queries.Choices) -> list[tuple[str, str]]:
    editions = [
        (name, _("Edition %(number)s: %(state)s") % {"number": one.number, "state": one.get_state_display()})
        for name, one in choices.editions.items()
    ]
    sent = [(name, _("What was sent on %(moment)s") % {"moment": moment(at)}) for name, at in choices.sent.items()]
    return [*editions, *sent]


def _way(edition: Edition) -> tuple[str, str]:
    return str(edition), reverse("plans:review", kwargs={"key": edition.pk})


def move(page: MovePage, edition: Edition, powers: Powers) -> dict[str, Any]:
    """Return what the page of a move shows; whether the move can be made now at all is `is_possible`."""
    reads = powers.holds(Permission.READ_PLANS)
    context = {
        "edition": edition,
        "tag": state_tag(edition),
        "is_possible": edition.state in page.states,
        "title": str(page.title),
        "button": str(page.button),
        "breadcrumbs": from_desk(*([_way(edition)] if reads else [])),
    }
    return {**context, **(EXTRA[page.name](edition) if page.name in EXTRA and context["is_possible"] else {})}


def _of_agreement(edition: Edition) -> dict[str, Any]:
    gaps = [{"words": gap.words, "address": row_address(gap.section)} for gap in gaps_of(edition)]
    return {"missing": gaps, "halves": _halves(edition)}


def _of_publication(edition: Edition) -> dict[str, Any]:
    exemption = ParityExemption.objects.filter(edition=edition).first()
    present = Edition.objects.filter(plan=edition.plan_id, state=EditionState.PUBLISHED).defer("content").first()
    return {
        "halves": _halves(edition),
        "exemption": exemption,
        "present": present,
        "addresses": addresses_of(edition.plan),
        "exempt_address": reverse("plans:exempt", kwargs={"key": edition.pk}),
    }


def _of_exemption(edition: Edition) -> dict[str, Any]:
    return {"halves": _halves(edition)}


EXTRA = {"agree": _of_agreement, "publish": _of_publication, "exempt": _of_exemption}


def _halves(edition: Edition) -> list[dict[str, str]]:
    """Return which halves of what the public reads are not there: in words, and where each is written."""
    titles = {one.code: str(one) for one in edition.plan.round.template.sections.all()} if edition.plan.round else {}
    words = {"en": _("English"), "cy": _("Welsh")}
    return [
        {
            "words": f"{half.kind.one}: {_called(half.row, titles)}. {half.standing.label}, {words[half.language]}",
            "address": row_address(half.row),
        }
        for half in lacking(edition)
    ]


def _called(row: PlanRow, titles: dict[str, str]) -> str:
    return titles.get(str(row), str(row))


def options(page: MovePage, edition: Edition) -> dict[str, Any]:
    """Return what the form of a move needs to know of the edition."""
    return {"is_scheduled": edition.publish_at is not None} if page.name == "publish" else {}


def after(page: MovePage, edition: Edition, powers: Powers) -> str:
    """Return where to go once a move is made: a delegate may move a plan on without reading it."""
    if page.name == "exempt":
        return reverse("plans:publish", kwargs={"key": edition.pk})
    if powers.holds(Permission.READ_PLANS):
        return reverse("plans:review", kwargs={"key": edition.pk})
    return reverse("portal:desk")
