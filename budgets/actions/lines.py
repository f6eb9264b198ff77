"""What the officer says of a line, and the closing of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from budgets.actions.posting import Day, Moment, hold, keeping, recorded, refuse_other_collaborative
from budgets.ledger import balance
from budgets.models import BudgetLine, FinancialYear, FundingStream, MoneyRequest
from common import public
from common.errors import Meanwhile, Refused, in_each_language
from common.versions import refuse_overtaken
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import powers_of

Heading = BudgetLine.Heading
# The lines of which each body has one a stream at the most, and what they are called.
SPECIAL = {
    Heading.UNASSIGNED: gettext_lazy("Money that is not yet assigned"),
    Heading.SUSPENSE: gettext_lazy("Money in suspense"),
}


def special_titles(heading: Heading) -> dict[str, str]:
    """Return what a stream's unassigned or suspense line is called in each language."""
    return {f"title_{language}": words for language, words in in_each_language(SPECIAL[heading]).items()}


def special_line(
    *, body: Body, stream: FundingStream, year: FinancialYear, heading: Heading, by: Person, at: Moment, on: Day
) -> BudgetLine:
    """Return a stream's unassigned or suspense line of a body; open it where there is none yet."""
    powers = powers_of(by, on=on)
    powers.check(Permission.KEEP_LEDGER, body)
    with recorded("open_line", powers, Permission.KEEP_LEDGER, body, by=by, at=at) as record:
        Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
        line, _is_new = BudgetLine.objects.get_or_create(
            body=body,
            stream=stream,
            year=year,
            heading=heading,
            defaults={**special_titles(heading), "opened_by": by, "opened_at": at},
        )
        audit.about(record, line)
    return line


def describe_line(
    *, line: BudgetLine, seen_version: int, by: Person, at: Moment, on: Day, **details: Any
) -> BudgetLine:
    """Change what is said of a line; `Meanwhile` where somebody else did since it was shown."""
    with keeping("describe_line", line, by=by, at=at, on=on) as record:
        hold(line)
        line = BudgetLine.objects.select_related("body", "year", "stream").get(pk=line.pk)
        if line.version != seen_version:
            raise Meanwhile(_("Somebody else changed this line. Look at it again."))
        changed = {name: value for name, value in details.items() if getattr(line, name) != value}
        for name, value in changed.items():
            setattr(line, name, value)
        refuse_other_collaborative(line)
        line.version += 1
        line.save()
        audit.about(record, line, changed=sorted(changed))
        public.raise_version()
    return line


def close_line(*, line: BudgetLine, by: Person, at: Moment, on: Day, seen: str | None = None) -> BudgetLine:
    """Close a line: it takes no entry until it is opened again. Nothing may be committed or asked for on it."""
    with keeping("close_line", line, by=by, at=at, on=on) as record:
        hold(line)
        line.refresh_from_db()
        refuse_overtaken(seen, line.closed_at)
        if line.closed_at is not None:
            raise Refused(_("This line is closed."))
        if balance(line).open_commitments:
            raise Refused(_("This line has open commitments: take them back or spend them first."))
        asked = line.requests_from.all() | line.requests_to.all()
        if asked.filter(outcome=MoneyRequest.Outcome.WAITING).exists():
            raise Refused(_("A request about this line waits to be decided."))
        _set_closed(record, line, at)
    return line


def reopen_line(*, line: BudgetLine, by: Person, at: Moment, on: Day, seen: str | None = None) -> BudgetLine:
    """Let a closed line take entries again."""
    with keeping("reopen_line", line, by=by, at=at, on=on) as record:
        hold(line)
        line.refresh_from_db()
        refuse_overtaken(seen, line.closed_at)
        if line.closed_at is None:
            raise Refused(_("This line is open."))
        _set_closed(record, line, None)
    return line


def _set_closed(record: Any, line: BudgetLine, at: Moment | None) -> None:
    line.closed_at, line.version = at, line.version + 1
    line.save(update_fields=["closed_at", "version"])
    audit.about(record, line)
    public.raise_version()
