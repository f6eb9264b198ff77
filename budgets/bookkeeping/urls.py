"""The addresses of the finance officer."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from budgets.bookkeeping import entry_views, ledger_views, line_views, rule_views, stream_views, year_views

urlpatterns: list[URLPattern] = [
    path(_("budgets/ledgers/"), year_views.ledgers, name="ledgers"),
    path(_("budgets/boards/<int:key>/<int:year>/ledger/"), ledger_views.ledger, name="ledger"),
    path(
        _("budgets/boards/<int:key>/<int:year>/ledger/<int:period>/close/"),
        ledger_views.close_period,
        name="close_period",
    ),
    path(_("budgets/closings/<int:key>/reopen/"), ledger_views.reopen_period, name="reopen_period"),
    path(_("budgets/boards/<int:key>/<int:year>/end/"), year_views.year_end, name="year_end"),
    path(_("budgets/boards/<int:key>/<int:year>/suspense/"), year_views.suspense, name="suspense"),
    path(_("budgets/boards/<int:key>/<int:year>/receipts/"), rule_views.receipts, name="receipts"),
    path(_("budgets/boards/<int:key>/rules/"), rule_views.rules, name="rules"),
    path(_("budgets/boards/<int:key>/threshold/"), rule_views.bands, name="bands"),
    path(_("budgets/thresholds/"), rule_views.thresholds, name="thresholds"),
    path(_("budgets/streams/"), stream_views.streams, name="streams"),
    path(_("budgets/streams/add/"), stream_views.add_stream, name="add_stream"),
    path(_("budgets/streams/<int:key>/"), stream_views.change_stream, name="change_stream"),
    path(_("budgets/boards/<int:key>/<int:year>/bodies/"), line_views.bodies, name="bodies"),
    path(_("budgets/bodies/<int:key>/<int:year>/lines/"), line_views.lines, name="lines"),
    path(_("budgets/bodies/<int:key>/<int:year>/lines/open/"), line_views.add_line, name="add_line"),
    path(_("budgets/lines/<int:key>/describe/"), line_views.describe_line, name="describe_line"),
    path(_("budgets/lines/<int:key>/close/"), line_views.close_line, name="close_line"),
    path(_("budgets/lines/<int:key>/entries/"), entry_views.entries, name="entries"),
    path(_("budgets/lines/<int:key>/post/<slug:kind>/"), entry_views.post, name="post"),
    path(_("budgets/entries/<int:key>/take-back/"), entry_views.reverse_entry, name="reverse"),
    path(_("budgets/entries/<int:key>/received/"), rule_views.receive, name="receive"),
    path(_("budgets/entries/<int:key>/clear/"), year_views.clear_suspense, name="clear_suspense"),
]
