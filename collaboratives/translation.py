"""Which columns of professions exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from collaboratives.models import Profession


@register(Profession)
class ProfessionTranslation(TranslationOptions):
    fields = ("name",)


pghistory.track()(Profession)
