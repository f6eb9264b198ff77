"""The addresses of translating."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from plans.bilingual import views

urlpatterns = [
    path(_("plans/editions/<int:key>/translation/"), views.translation, name="translation"),
    path(_("plans/editions/<int:key>/translation/export/"), views.translation_export, name="translation_export"),
    path(_("plans/editions/<int:key>/translation/import/"), views.translation_import, name="translation_import"),
    path(_("plans/translations/<int:key>/"), views.translation_file, name="translation_file"),
]
