"""The addresses of writing plans. A kind of row stands in an address by its word in the reader's language."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from plans.editions.lists import LISTED
from plans.writing import carry_views, remark_views, row_views, section_views, version_views, views

KIND_WORDS = {
    "section": pgettext_lazy("in an address", "section"),
    "need": pgettext_lazy("in an address", "need"),
    "priority": pgettext_lazy("in an address", "priority"),
    "action": pgettext_lazy("in an address", "action"),
    "milestone": pgettext_lazy("in an address", "milestone"),
    "risk": pgettext_lazy("in an address", "risk"),
    "attachment": pgettext_lazy("in an address", "attachment"),
}


class KindOfRow:
    """A kind of row by its word in either language."""

    regex = "[a-z-]+"
    codes: tuple[str, ...] = LISTED

    def to_python(self, value: str) -> str:
        found = [code for code in self.codes if value in _words(code)]
        if not found:
            raise ValueError(value)
        return found[0]

    def to_url(self, value: str) -> str:
        return str(KIND_WORDS[value])


def _words(code: str) -> set[str]:
    words = set()
    for language in ("en", "cy"):
        with override(language):
            words.add(str(KIND_WORDS[code]))
    return words


class KindOfPlace(KindOfRow):
    """A kind of row, or a section."""

    codes = (*LISTED, "section")


register_converter(KindOfRow, "kind_of_row")
register_converter(KindOfPlace, "kind_of_place")

urlpatterns = [
    path(_("plans/"), views.plans, name="plans"),
    path(_("plans/start/"), views.start, name="start"),
    path(_("plans/<int:key>/"), views.home, name="home"),
    path(_("plans/<int:key>/next-edition/"), views.start_edition, name="start_edition"),
    path(_("plans/<int:key>/carry-forward/"), carry_views.carry_forward, name="carry_forward"),
    path(_("plans/<int:key>/nothing-to-change/"), carry_views.nothing_to_change, name="nothing_to_change"),
    path(_("plans/remarks/<kind_of_place:kind>/<int:key>/"), remark_views.remarks, name="remarks"),
    path(_("plans/versions/<kind_of_place:kind>/<int:key>/"), version_views.versions, name="versions"),
    path(_("plans/<int:key>/add/<kind_of_row:kind>/"), row_views.add_row, name="add_row"),
    path(_("plans/attachments/<int:key>/file/"), row_views.file, name="file"),
    path(_("plans/sections/<int:key>/"), section_views.section, name="section"),
    path(_("plans/rows/<kind_of_row:kind>/<int:key>/"), row_views.row, name="row"),
    path(_("plans/rows/<kind_of_row:kind>/<int:key>/remove/"), row_views.remove_row, name="remove_row"),
]
