"""Which columns of bodies exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from governance.models import (
    Action,
    ActionUpdate,
    Appointment,
    Body,
    BodyAlias,
    Contact,
    Decision,
    Delegation,
    Handover,
    Interest,
    Recertification,
    Recusal,
    Seat,
    Succession,
)


@register(Body)
class BodyTranslation(TranslationOptions):
    fields = ("name", "slug", "sort_key")


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = ("reached_by", "meets_in")


@register(Seat)
class SeatTranslation(TranslationOptions):
    fields = ("name",)


@register(Interest)
class InterestTranslation(TranslationOptions):
    fields = ("public_extract",)


@register(Decision)
class DecisionTranslation(TranslationOptions):
    fields = ("title", "text")


@register(Action)
class ActionTranslation(TranslationOptions):
    fields = ("title",)


@register(ActionUpdate)
class ActionUpdateTranslation(TranslationOptions):
    fields = ("note",)


pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="body_events"))(Body)
pghistory.track()(BodyAlias)
pghistory.track()(Succession)
pghistory.track()(Contact)
for tracked in (
    Seat,
    Appointment,
    Delegation,
    Handover,
    Recertification,
    Interest,
    Decision,
    Recusal,
    Action,
    ActionUpdate,
):
    pghistory.track()(tracked)
