from django.urls import path
from django.utils.translation import gettext_lazy as _

from plans.progress import overview_views, report_views, rollup_views, views

urlpatterns = [
    path(_("plans/<int:key>/progress/"), views.follow, name="follow"),
    path(_("plans/actions/<int:key>/progress/"), views.follow_action, name="follow_action"),
    path(_("plans/<int:key>/annual-report/"), report_views.annual_report, name="annual_report"),
    path(_("plans/<int:key>/what-was-done/"), report_views.report, name="report"),
    path(_("plans/together/"), overview_views.together, name="together"),
    path(_("plans/side-by-side/"), report_views.side_by_side, name="side_by_side"),
    path(_("plans/health-boards/<int:key>/"), rollup_views.board_plans, name="board_plans"),
    path(_("plans/planning-groups/<int:key>/"), rollup_views.group_plans, name="group_plans"),
    path(_("health-boards/<slug:slug>/plans/"), rollup_views.board, name="board"),
    path(_("health-boards/<slug:slug>/plans/annex/"), rollup_views.board_annex, name="board_annex"),
    path(
        _("health-boards/<slug:slug>/plans/annex.<file_format:extension>"),
        rollup_views.board_annex_file,
        name="board_annex_file",
    ),
    path(_("planning-groups/<slug:slug>/plans/"), rollup_views.group, name="group"),
]
