from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from budgets.rollup import views

urlpatterns: list[URLPattern] = [
    path(_("budgets/health-boards/<int:key>/<int:year>/"), views.board, name="board"),
    path(_("budgets/planning-groups/<int:key>/<int:year>/"), views.group, name="group"),
    path(
        _("budgets/health-boards/<int:key>/<int:year>/workbook.<file_format:extension>"),
        views.workbook,
        name="workbook",
    ),
]
