"""What the officer may post on a line: for each kind its words, its form, and the action that it leads to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgets.actions import entries
from budgets.bookkeeping import forms, queries
from budgets.models import BudgetLine

Who = dict[str, Any]


@dataclass(frozen=True)
class Posting:
    """One kind of entry that is posted by hand."""

    title: Promise
    lead: Promise
    perform: Callable[..., Any]
    form: type[forms.PostForm] = forms.PostForm
    # What the form offers to choose from on a line.
    offers: Callable[[BudgetLine], dict[str, Any]] = lambda line: {}
    more: tuple[tuple[str, bool], ...] = ()

    def post(self, line: BudgetLine, form: forms.PostForm, who: Who) -> Any:
        amount = form.cleaned_data["amount"]
        return self.perform(line=line, amount=amount, told=form.told, **form.more, **dict(self.more), **who)


POSTINGS = {
    "allocation": Posting(
        _("Post an allocation"),
        _("Money that is firmly promised: from now on it may be spent."),
        entries.allocate,
        forms.AllocationForm,
    ),
    "indicative": Posting(
        _("Post an indicative allocation"),
        _("Money that is likely to come. It promises nothing, and nothing can be spent from it."),
        entries.allocate,
        forms.AllocationForm,
        more=(("indicative", True),),
    ),
    "reduction": Posting(
        _("Reduce an allocation"),
        _("Whoever promised the money takes a part of it back. It never falls below nought."),
        entries.reduce_allocation,
    ),
    "return": Posting(
        _("Return money"),
        _("A part of the allocation is given back to whoever promised it."),
        entries.reduce_allocation,
        more=(("returned", True),),
    ),
    "commitment": Posting(
        _("Post a commitment"),
        _("Money that is bound to be spent: an order, a contract, a post that was filled."),
        entries.commit,
        forms.CommitmentForm,
        lambda line: {"decisions": queries.decisions_behind(line)[:50]},
    ),
    "actual": Posting(
        _("Post spending"),
        _("Money that was spent. Where it draws on a commitment, that commitment becomes smaller by as much."),
        entries.spend,
        forms.SpendingForm,
        lambda line: {"commitments": queries.open_commitments(line)},
    ),
    "credit": Posting(
        _("Post money that came back"),
        _("Money that came back for something spent. Write the amount without a sign: spending becomes less by it."),
        entries.credit,
    ),
    "accrual": Posting(
        _("Post an accrual"),
        _("What a period cost though no invoice came. Its opposite is posted in the next period at once."),
        entries.accrue,
    ),
}
