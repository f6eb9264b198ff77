"""Which columns of bodies exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from governance.models import Body, BodyAlias, Succession


@register(Body)
class BodyTranslation(TranslationOptions):
    fields = ("name", "slug", "sort_key")


pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="body_events"))(Body)
pghistory.track()(BodyAlias)
pghistory.track()(Succession)
