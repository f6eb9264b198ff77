"""The collaboratives of a cluster on its home, and what may be done to one on its own."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Area
from collaboratives.models import Collaborative
from governance.homes import Room, Shown, Visit, home_address
from governance.models import Body
from governance.powers.permissions import Permission


def _collaboratives(visit: Visit) -> Shown | None:
    if visit.body.body_kind == Body.Kind.COLLABORATIVE:
        return _own(visit)
    return _of_a_cluster(visit) if visit.body.body_kind == Body.Kind.CLUSTER else None


def _own(visit: Visit) -> Shown | None:
    if Permission.DESCRIBE not in visit.may:
        return None
    key = {"key": visit.body.pk}
    deeds = [(_("Description and state"), reverse("collaboratives:overview", kwargs=key))]
    deeds.append((_("Describe it"), reverse("collaboratives:describe", kwargs=key)))
    if Permission.MANAGE_AREAS in visit.may:
        deeds.append((_("Change its state"), reverse("collaboratives:change_state", kwargs=key)))
    return Shown(deeds[0][1], (), deeds)


def _of_a_cluster(visit: Visit) -> Shown | None:
    found = list(Collaborative.objects.of_cluster(Area(pk=visit.body.pk), on=visit.on))
    deeds = [(one.name, home_address(one)) for one in found]
    if Permission.MANAGE_AREAS in visit.may:
        deeds.append((_("Open a collaborative"), reverse("collaboratives:open", kwargs={"key": visit.body.pk})))
    return Shown("", (), deeds) if deeds else None


ROOMS = [Room("collaboratives", gettext_lazy("Collaboratives"), 80, _collaboratives)]
