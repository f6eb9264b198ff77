"""Small lines: merged by category, and further where something could still be told from what is shown."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from budgets.models import BudgetLine, ReportingRule
from budgets.published.merging import MEASURES, SEVERAL, Amounts, Line, parts_of, rows_by, total_of
from budgets.rules import NEVER

RULE = ReportingRule(pounds_shown_from=Decimal(5_000), posts_shown_from=Decimal(2))
STRICTEST = ReportingRule(pounds_shown_from=NEVER, posts_shown_from=NEVER)
PENNY = Decimal("0.01")


def line(key, category, budget, spent=None, posts=None, **more) -> Line:
    amounts = Amounts(Decimal(budget), None, None if spent is None else Decimal(spent))
    return Line(key, category, amounts, posts=None if posts is None else Decimal(posts), **more)


def keys(parts):
    return [[one.key for one in part.lines] for part in parts]


def test_large_lines_stand_by_themselves():
    found = parts_of([line(1, "equipment", 5_000), line(2, "staff", 80_000, posts=2)], RULE)

    assert keys(found) == [[2], [1]]
    assert not any(part.is_merged for part in found)


def test_small_lines_are_merged_into_their_category():
    lines = [line(1, "equipment", 4_999), line(2, "equipment", 10), line(3, "premises", 9_000)]

    assert keys(parts_of(lines, RULE)) == [[3], [1, 2]]


def test_staff_of_few_or_unknown_posts_are_merged_whatever_they_cost():
    lines = [line(1, "staff", 60_000, posts=1), line(2, "staff", 60_000, posts="1.5"), line(3, "staff", 90_000)]

    found = parts_of(lines, RULE)

    assert keys(found) == [[1, 2, 3]]
    assert found[0].common("category") == "staff"


def test_two_halves_of_one_post_are_no_category_of_their_own():
    lines = [
        line(1, "staff", 30_000, posts="0.5"),
        line(2, "staff", 30_000, posts="0.5"),
        line(3, "equipment", 9_000),
        line(4, "premises", 70_000),
    ]

    found = parts_of(lines, RULE)

    assert keys(found) == [[4], [1, 2, 3]]
    assert found[1].common("category") == SEVERAL


def test_small_lines_of_just_enough_posts_are_a_category_of_their_own():
    lines = [
        line(1, "staff", 30_000, posts=1),
        line(2, "staff", 30_000, posts=1),
        line(3, "equipment", 9_000),
        line(4, "premises", 70_000),
    ]

    assert keys(parts_of(lines, RULE)) == [[4], [3], [1, 2]]


def test_a_category_with_one_small_line_goes_with_the_other_lines():
    lines = [line(1, "equipment", 100), line(2, "premises", 200), line(3, "training", 9_000)]

    assert keys(parts_of(lines, RULE)) == [[3], [1, 2]]


def test_one_small_line_alone_takes_in_the_next_smallest():
    lines = [line(1, "equipment", 100), line(2, "premises", 20_000), line(3, "training", 9_000)]

    assert keys(parts_of(lines, RULE)) == [[2], [1, 3]]


def test_lines_of_which_only_one_spent_anything_take_in_more():
    lines = [line(1, "equipment", 100, 7), line(2, "equipment", 200), line(3, "training", 9_000, 8)]

    assert keys(parts_of(lines, RULE)) == [[1, 2, 3]]


def test_one_small_line_without_any_other_is_not_shown_at_all():
    assert parts_of([line(1, "staff", 60_000, posts=1)], RULE) is None
    assert parts_of([], RULE) == []


def test_without_a_rule_no_line_stands_by_itself():
    lines = [line(1, "equipment", 90_000), line(2, "equipment", 80_000), line(3, "staff", 10, posts=9)]

    assert keys(parts_of(lines, STRICTEST)) == [[1, 2, 3]]


def test_what_was_not_entered_is_not_nought():
    assert Amounts(None, Decimal(0)) + Amounts(None, None, Decimal(2)) == Amounts(None, Decimal(0), Decimal(2))


CATEGORIES = st.sampled_from(sorted(BudgetLine.Category.values))
WHOLE = st.one_of(st.none(), st.integers(0, 12_000).map(Decimal))


@st.composite
def ledgers(draw):
    count = draw(st.integers(1, 9))
    found = []
    for key in range(count):
        category = draw(CATEGORIES)
        posts = draw(st.one_of(st.none(), st.integers(0, 8).map(lambda one: Decimal(one) / 2)))
        amounts = Amounts(draw(WHOLE), draw(WHOLE), draw(WHOLE))
        stream, place = draw(st.sampled_from("AB")), draw(st.sampled_from(["one", "two", "infrastructure"]))
        posts = posts if category == "staff" else None
        found.append(Line(key, category, amounts, f"Line {key}", stream, place, posts))
    return found


def shown(lines, rule):
    """Return every number that is shown of some lines: total, each part, and sums by category, stream and place."""
    parts = parts_of(lines, rule)
    if parts is None:
        return None
    by = {name: [(row.value, row.amounts) for row in rows_by(parts, name)] for name in ("category", "stream", "place")}
    return total_of(parts), [(keys([part]), part.amounts) for part in parts], by


def moved(lines, measure, one, other):
    """Return the lines with a penny of one moved to another."""
    changes = {one.key: -PENNY, other.key: PENNY}

    def after(line):
        values = {name: getattr(line.amounts, name) for name in MEASURES}
        values[measure] = (values[measure] or 0) + changes.get(line.key, 0)
        return (
            Line(line.key, line.category, Amounts(**values), line.title, line.stream, line.place, line.posts)
            if line.key in changes
            else line
        )

    return [after(line) for line in lines]


@given(lines=ledgers(), rule=st.sampled_from([RULE, STRICTEST]))
def test_no_small_line_can_be_computed_from_all_that_is_shown(lines, rule):
    """Whatever is shown of it, another ledger in which the line has other money is shown in the very same way."""
    before = shown(lines, rule)
    assume(before is not None)
    for small in (one for one in lines if one.is_small(rule)):
        for measure in MEASURES:
            if getattr(small.amounts, measure):
                others = [one for one in lines if one.key != small.key and getattr(one.amounts, measure)]
                assert any(shown(moved(lines, measure, small, other), rule) == before for other in others)


@given(lines=ledgers(), rule=st.sampled_from([RULE, STRICTEST]))
def test_nothing_is_lost_and_nothing_counted_twice(lines, rule):
    parts = parts_of(lines, rule)
    assume(parts is not None)

    whole = sum((one.amounts for one in lines), Amounts())

    assert sorted(one.key for part in parts for one in part.lines) == [one.key for one in lines]
    assert total_of(parts) == whole
    for name in ("category", "stream", "place"):
        assert sum((row.amounts for row in rows_by(parts, name)), Amounts()) == whole


@given(lines=ledgers())
def test_too_few_posts_are_never_shown_without_other_money(lines):
    for part in parts_of(lines, RULE) or []:
        for measure in MEASURES:
            having = [one for one in part.lines if getattr(one.amounts, measure)]
            if any(one.is_small(RULE) for one in having) and all(one.is_staff for one in having):
                assert sum(one.posts or 0 for one in having) >= RULE.posts_shown_from
