"""What the actions of the ledger are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "budgets.post_sharing": _("%(who)s shared a stream among clusters: %(what)s."),
    "budgets.load_example_money": _("%(who)s entered the example money: %(what)s."),
    "budgets.allocate": _("%(who)s posted an allocation: %(what)s."),
    "budgets.reduce_allocation": _("%(who)s reduced an allocation: %(what)s."),
    "budgets.commit": _("%(who)s posted a commitment: %(what)s."),
    "budgets.spend": _("%(who)s posted spending: %(what)s."),
    "budgets.credit": _("%(who)s posted money that came back: %(what)s."),
    "budgets.accrue": _("%(who)s posted an accrual: %(what)s."),
    "budgets.forecast": _("%(who)s forecast what a line will cost: %(what)s."),
    "budgets.reverse": _("%(who)s took back an entry of the ledger: %(what)s."),
    "budgets.request_virement": _("%(who)s asked for a virement: %(what)s."),
    "budgets.decide_request": _("%(who)s decided on a request about money: %(what)s."),
    "budgets.withdraw_request": _("%(who)s withdrew a request about money: %(what)s."),
    "budgets.stand_aside": _("%(who)s stood aside from a request about money: %(what)s."),
    "budgets.give_variance_reason": _("%(who)s said why a line differs from its budget: %(what)s."),
    "budgets.open_line": _("%(who)s opened a budget line: %(what)s."),
    "budgets.close_period": _("%(who)s closed a period: %(what)s."),
    "budgets.reopen_period": _("%(who)s opened a closed period again: %(what)s."),
    "budgets.load_reporting_rules": _("%(who)s loaded the rules of what is reported about money."),
    "budgets.propose_carry_over": _("%(who)s proposed what is to be carried over: %(what)s."),
    "budgets.send_import": _("%(who)s sent an extract of a ledger: %(what)s."),
    "budgets.read_import": _("%(who)s said what the columns of an extract hold: %(what)s."),
    "budgets.confirm_import": _("%(who)s confirmed an extract of a ledger: %(what)s."),
    "budgets.post_import": _("%(who)s posted an extract of a ledger: %(what)s."),
    "budgets.discard_import": _("%(who)s abandoned an extract of a ledger: %(what)s."),
    "budgets.open_year": _("%(who)s opened a financial year: %(what)s."),
    "budgets.add_stream": _("%(who)s added a funding stream: %(what)s."),
    "budgets.change_stream": _("%(who)s changed a funding stream: %(what)s."),
    "budgets.describe_line": _("%(who)s changed what is said of a budget line: %(what)s."),
    "budgets.close_line": _("%(who)s closed a budget line: %(what)s."),
    "budgets.reopen_line": _("%(who)s opened a budget line again: %(what)s."),
    "budgets.record_receipt": _("%(who)s recorded that money came: %(what)s."),
    "budgets.set_band": _("%(who)s set the threshold for a second person: %(what)s."),
    "budgets.set_rule": _("%(who)s set how money is reported: %(what)s."),
    "budgets.clear_suspense": _("%(who)s moved spending out of suspense: %(what)s."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "budgets.fundingstream": _("Funding stream"),
    "budgets.budgetline": _("Budget line"),
    "budgets.periodclosing": _("Closed period"),
    "budgets.approvalband": _("Threshold of approval"),
    "budgets.reportingrule": _("Rule of reporting"),
    "budgets.variancereason": _("Reason of a variance"),
    "budgets.receipt": _("Money that came"),
    "budgets.moneyrequest": _("Request about money"),
    "budgets.requestrecusal": _("Standing aside from a request about money"),
}
