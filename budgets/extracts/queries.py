"""What pages show of extracts and their staged rows."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Count, Min, QuerySet, Sum

from budgets.models import BudgetLine, FinancialYear, LedgerImport, LedgerImportRow, LedgerMapping
from common.ordering import alphabetical
from governance.models import Body
from governance.powers.permissions import Permission
from governance.powers.policies import Powers

Outcome = LedgerImportRow.Outcome
LEDGERS = (Body.Kind.HEALTH_BOARD, Body.Kind.NATION)
SHOWN, SAMPLE, LATEST = 100, 20, 50


def boards_within(powers: Powers) -> QuerySet[Body]:
    """Return the bodies whose ledger somebody keeps."""
    found: QuerySet[Body] = powers.bodies(Permission.KEEP_LEDGER).filter(body_kind__in=LEDGERS)
    return found


def imports_within(powers: Powers) -> QuerySet[LedgerImport]:
    found = LedgerImport.objects.filter(board__in=boards_within(powers).values("pk"))
    return found.select_related("board", "year", "file", "job", "sent_by", "confirmed_by").defer("file__content")


def sent_to(board: Body, year: FinancialYear) -> QuerySet[LedgerImport]:
    found = LedgerImport.objects.filter(board=board, year=year).select_related("file", "job", "sent_by")
    return found.defer("file__content")[:LATEST]


def remembered_of(board: Body) -> Mapping[str, str]:
    columns: Mapping[str, str] = (
        LedgerMapping.objects.filter(board=board).values_list("columns", flat=True).first() or {}
    )
    return columns


def refused_of(imported: LedgerImport) -> QuerySet[LedgerImportRow]:
    return imported.rows.filter(outcome=Outcome.REFUSED).select_related("imported").order_by("number")


def asked_of(imported: LedgerImport) -> QuerySet[LedgerImportRow]:
    return imported.rows.filter(outcome=Outcome.ASKED).select_related("line__body").order_by("number")


def sample_of(imported: LedgerImport, outcome: str) -> QuerySet[LedgerImportRow]:
    """Return the first rows of an outcome, each with its line."""
    rows = imported.rows.filter(outcome=outcome).select_related("line__body").order_by("number")
    return rows[:SAMPLE]


def posted_twice(board: Body, year: FinancialYear) -> list[LedgerImportRow]:
    """Return the posted rows that are the same as one before them by what they are known by now."""
    posted = LedgerImportRow.objects.filter(
        imported__board=board, imported__year=year, imported__state=LedgerImport.State.POSTED
    ).filter(outcome__in=(Outcome.NEW, Outcome.SUSPENSE))
    twice = posted.order_by().values("identity").annotate(first=Min("pk"), count=Count("pk"))
    known = {one["identity"]: one["first"] for one in twice.filter(count__gt=1, identity__isnull=False)[:SHOWN]}
    rows = posted.filter(identity__in=known).exclude(pk__in=known.values())
    return list(rows.select_related("imported__file", "line__body").defer("imported__file__content").order_by("pk"))


def by_line(imported: LedgerImport) -> list[tuple[BudgetLine, int, Decimal]]:
    """Return the lines on which rows are to be posted, each with how many and what they come to."""
    found = imported.rows.filter(outcome=Outcome.NEW).order_by("line").values("line")
    counted = {row["line"]: row for row in found.annotate(count=Count("pk"), sum=Sum("amount"))}
    lines = BudgetLine.objects.filter(pk__in=counted).select_related("body")
    sums = [(line, counted[line.pk]["count"], counted[line.pk]["sum"]) for line in lines]
    return sorted(sums, key=lambda one: (alphabetical(one[0].body.name), alphabetical(one[0].title), one[0].pk))


def told_of(imported: LedgerImport) -> Iterator[tuple[str, int, Decimal]]:
    """Give each outcome with its number of rows and what they come to."""
    for outcome in Outcome.values:
        counted = imported.outcome.get(outcome, {"rows": 0, "amount": "0"})
        yield outcome, counted["rows"], Decimal(counted["amount"])
