"""What administrators may do to a cluster or in a board as an area, on its home."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Membership, Provider
from governance.homes import Card, Link, Room, Shown, Visit
from governance.models import Body
from governance.powers.permissions import Permission

DEEDS = ("rename_area", "merge_area", "split_area", "close_area")


def _area(visit: Visit) -> Shown | None:
    deeds = [*_areas(visit), *_providers(visit)]
    if visit.body.body_kind == Body.Kind.CLUSTER:
        return Shown("", [_practices(visit)], deeds)
    return Shown("", (), deeds) if deeds else None


def _practices(visit: Visit) -> Card:
    members = Membership.objects.filter(cluster=visit.body.pk, during__contains=visit.on)
    kinds = list(members.values_list("provider__kind", flat=True))
    lines = [f"{kind.label}: {kinds.count(kind)}" for kind in Provider.Kind if kind in kinds]
    address = reverse("portal:cluster", kwargs={"slug": visit.body.slug})
    return Card(_("Practices and services"), address, lines=lines or [_("None has been entered.")])


def _areas(visit: Visit) -> list[Link]:
    if Permission.MANAGE_AREAS not in visit.may:
        return []
    if visit.body.body_kind in (Body.Kind.HEALTH_BOARD, Body.Kind.NATION):
        return [
            (_("Clusters to administer"), reverse("clusters:areas")),
            (_("Open a cluster"), reverse("clusters:open_area")),
        ]
    if visit.body.body_kind != Body.Kind.CLUSTER:
        return []
    words = (_("Rename it"), _("Merge it with another"), _("Divide it"), _("Close it"))
    names = zip(words, DEEDS, strict=True)
    return [(text, reverse(f"clusters:{name}", kwargs={"key": visit.body.pk})) for text, name in names]


def _providers(visit: Visit) -> list[Link]:
    if Permission.MANAGE_MEMBERSHIP not in visit.may:
        return []
    chosen = f"?cluster={visit.body.pk}" if visit.body.body_kind == Body.Kind.CLUSTER else ""
    return [(_("Providers and their clusters"), reverse("clusters:providers") + chosen)]


ROOMS = [Room("area", gettext_lazy("Area"), 90, _area)]
