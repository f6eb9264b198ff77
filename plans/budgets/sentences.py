"""What the actions of the ledger are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "budgets.post_sharing": _("%(who)s shared a stream among clusters: %(what)s."),
    "budgets.load_example_money": _("%(who)s entered the example money: %(what)s."),
    "budgets.allocate": _("%(who)s posted an allocation: %(what)s."),
    "budgets.reduce_allocation": _("%(who)s reduced an allocation: %(what)s."),
    "budgets.commit": _("%(who)s posted a commitment: %(what)s."),
    "budgets.spend": _("%(who)s posted spending: %(what)s."),
    "budgets.accrue": _("%(who)s posted an accrual: %(what)s."),
    "budgets.forecast": _("%(who)s forecast what a line will cost: %(what)s."),
    "budgets.reverse": _("%(who)s took back an entry of the ledger: %(what)s."),
    "budgets.request_virement": _("%(who)s asked for a virement: %(what)s."),
    "budgets.decide_request": _("%(who)s decided on a request about money: %(what)s."),
    "budgets.open_line": _("%(who)s opened a budget line: %(what)s."),
    "budgets.close_period": _("%(who)s closed a period: %(what)s."),
    "budgets.reopen_period": _("%(who)s opened a closed period again: %(what)s."),
    "budgets.propose_carry_over": _("%(who)s proposed what is to be carried over: %(what)s."),
}
