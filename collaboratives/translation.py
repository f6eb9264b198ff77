"""Which columns exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from collaboratives.models import Collaborative, Profession


@register(Profession)
class ProfessionTranslation(TranslationOptions):
    fields = ("name",)


@register(Collaborative)
class CollaborativeTranslation(TranslationOptions):
    fields = ("description", "contact", "terms_of_reference")


pghistory.track()(Profession)
pghistory.track(obj_field=pghistory.ObjForeignKey(related_name="collaborative_events"))(Collaborative)
