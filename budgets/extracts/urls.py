"""The addresses of extracts of a ledger."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from budgets.extracts import views
from budgets.extracts.exporting import WRITERS


class LedgerFormat:
    """The formats that an import takes, by the end of the file's name."""

    regex = "|".join(WRITERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LedgerFormat, "ledger_format")

urlpatterns = [
    path(_("budgets/<int:key>/<int:year>/extracts/"), views.imports, name="imports"),
    path(_("budgets/extracts/<int:key>/"), views.imported, name="import"),
    path(_("budgets/extracts/<int:key>/refused-rows.csv"), views.refused_rows, name="refused_rows"),
    path(_("budgets/<int:key>/<int:year>/actual-spending.<ledger_format:extension>"), views.export, name="export"),
]
