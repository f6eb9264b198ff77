"""Which columns of places exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from clusters.models import (
    Area,
    Cluster,
    Coverage,
    HealthBoard,
    LocalAuthority,
    Membership,
    Nation,
    Place,
    PlanningGroup,
    Provider,
)


@register(Area)
class AreaTranslation(TranslationOptions):
    fields = ("short_name", "tier_name")


@register([Nation, HealthBoard, LocalAuthority, Cluster, PlanningGroup])
class NothingOfItsOwn(TranslationOptions):
    fields = ()


pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="area_events"))(Area)
pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="planning_group_events"))(PlanningGroup)
pghistory.track()(Coverage)
# What undoing takes back leaves its last state in the history too.
EVERY_EVENT = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
pghistory.track(*(event() for event in EVERY_EVENT))(Provider)
pghistory.track(*(event() for event in EVERY_EVENT))(Membership)
pghistory.track()(Place)
