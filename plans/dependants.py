"""What the floor of the clusters learns of plans: what a cluster that closes has in work, or has approved."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from plans.models import Edition, EditionState

# The clusters' plan as it stands: written, on its way, or in force.
STANDING = (EditionState.SUPERSEDED, EditionState.WITHDRAWN)


def plans_of(clusters: Collection[int]) -> Iterator[tuple[str, str]]:
    """Return the editions that clusters have in work or in force: they stay where they are."""
    found = Edition.objects.filter(plan__body__in=clusters).exclude(state__in=STANDING).select_related("plan__body")
    for one in found.defer("content", "figures", "search_text").order_by("plan__body__sort_key_en", "pk"):
        said = _("Plan stays with the closed cluster, where nobody writes any more: %(state)s")
        yield f"{one.plan.body.name}: {one.plan.title}", said % {"state": one.get_state_display()}
