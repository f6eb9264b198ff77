"""What must hold of plans at any moment: what points to a row finds it, what was frozen is what was approved."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from common import clock, integrity
from plans.editions.content import digest_of, frozen_data
from plans.editions.kinds import KINDS
from plans.models import Edition, EditionState, Milestone, Need, PlannedAction, Priority


def keys_that_find_nothing() -> Iterable[str]:
    """Find milestones, actions and priorities that point to a row which their edition lacks."""
    pointing = ((Milestone, "action", PlannedAction), (PlannedAction, "priority", Priority))
    for model, name, target in pointing:
        there = target.objects.filter(edition=OuterRef("edition"), key=OuterRef(name))
        lost = model.objects.filter(~Exists(there), **{f"{name}__isnull": False})
        for edition, key in lost.values_list("edition", "key"):
            yield f"Edition {edition}: {model._meta.label} {key} points to a row that is not there."
    yield from _needs_that_are_not_there()


def _needs_that_are_not_there() -> Iterable[str]:
    present = set(Need.objects.values_list("edition", "key"))
    for edition, key, needs in Priority.objects.exclude(needs=[]).values_list("edition", "key", "needs"):
        if any((edition, need) not in present for need in needs):
            yield f"Edition {edition}: {Priority._meta.label} {key} points to a need that is not there."


def frozen_content_that_changed() -> Iterable[str]:
    """Find frozen editions whose content is not the one of their digest."""
    frozen = Edition.objects.filter(frozen_at__isnull=False, origin=Edition.Origin.WRITTEN).select_related("plan__body")
    for one in frozen.defer("search_text").iterator(chunk_size=20):
        if digest_of(frozen_data(one)) != one.digest:
            yield f"Edition {one.pk} ({one}): its content is not what its digest was made of."


def rows_beside_frozen_content() -> Iterable[str]:
    """Find frozen editions whose rows are not those of their content."""
    frozen = Edition.objects.filter(frozen_at__isnull=False, origin=Edition.Origin.WRITTEN).select_related("plan__body")
    for one in frozen.defer("figures", "search_text").iterator(chunk_size=20):
        for code, kind in KINDS.items():
            told = {row["key"] for row in (one.content or {}).get(code, [])}
            if told != {str(key) for key in kind.model.objects.filter(edition=one).values_list("key", flat=True)}:
                yield f"Edition {one.pk} ({one}): its rows of the kind {code} are not those of its content."


def actions_without_ground() -> Iterable[str]:
    """Find actions of published plans that lead to work of another body, or whose owner is a closed office."""
    today = clock.today()
    published = PlannedAction.objects.filter(edition__state=EditionState.PUBLISHED)
    for one in published.exclude(action__isnull=True).exclude(action__body=F("edition__plan__body")):
        yield f"Planned action {one.pk} ({one}) leads to an action of another body."
    for one in published.filter(Q(owner__closed_on__lte=today) | Q(owner__body__closed_on__lte=today)):
        yield f"Planned action {one.pk} ({one}) is owned by an office that is closed."


def register() -> None:
    integrity.register("What points to a row of a plan finds it", keys_that_find_nothing)
    integrity.register("Frozen plans are what their digests say", frozen_content_that_changed)
    integrity.register("Frozen plans have the rows that they had", rows_beside_frozen_content)
    integrity.register("Actions of published plans have an open office", actions_without_ground)
