"""What changed between two contents of a plan: rows, order, facts, money, and words one by one."""

from decimal import Decimal

import pytest

from plans.editions.differences import Change, differences, marked, pieces

EVERY = ("public", "partners", "cluster")


def row(key, title="A title", *, welsh="Teitl", visibility="public", collaborative=None, **facts):
    return {
        "key": key,
        "order": 1,
        "collaborative": collaborative,
        "visibility": visibility,
        "texts": {"title": {"en": title, "cy": welsh}},
        "facts": facts,
    }


def compare(before, after, code="action", visibilities=EVERY):
    return differences({code: before}, {code: after}, visibilities=visibilities)


def kinds(difference):
    return {one.key: one.kinds_of_change for one in difference.changes}


def test_what_is_the_same_is_no_difference():
    found = compare([row("a"), row("b")], [row("a"), row("b")])

    assert not found
    assert found.changes == ()


def test_rows_are_added_removed_moved_and_changed():
    before = [row("a"), row("b"), row("c"), row("d")]
    after = [row("c"), row("a"), row("b", "Another"), row("e")]

    found = compare(before, after)

    assert kinds(found) == {
        "c": [Change.MOVED],
        "b": [Change.CHANGED],
        "e": [Change.ADDED],
        "d": [Change.REMOVED],
    }
    assert {change: found.count(change) for change in Change} == dict.fromkeys(Change, 1)


def test_each_language_and_each_fact_is_a_change_of_its_own():
    [change] = compare([row("a", starts_on="2026-04-01")], [row("a", "New", welsh="Newydd", starts_on=None)]).changes

    assert [(one.name, one.language, one.before, one.after) for one in change.fields] == [
        ("title", "en", "A title", "New"),
        ("title", "cy", "Teitl", "Newydd"),
        ("starts_on", "", "2026-04-01", None),
    ]


def test_what_says_nothing_about_the_plan_is_left_out():
    assert not compare([row("a", baseline_on=None)], [row("a", baseline_on="2026-04-01")], code="milestone")


def test_money_is_summed_by_year_before_and_after():
    before = [row("a", first_year_money="10.50", second_year_money=None), row("b", first_year_money="1.00")]
    after = [row("a", first_year_money="0.00", second_year_money="7.00")]

    found = compare(before, after)

    assert found.money_before.years == (Decimal("11.50"), None, None)
    assert found.money_after.years == (Decimal("0.00"), Decimal("7.00"), None)
    assert (found.money_before.total, found.money_after.total) == (Decimal("11.50"), Decimal("7.00"))
    assert compare([], []).money_after.total is None


def test_rows_that_the_reader_may_not_see_are_not_compared():
    before = [row("a", visibility="cluster", first_year_money="5.00"), row("b", visibility="cluster")]
    after = [row("a", "Changed", visibility="cluster", first_year_money="9.00"), row("b", visibility="partners")]

    found = compare(before, after, visibilities=("public", "partners"))

    assert kinds(found) == {"b": [Change.ADDED]}
    assert found.money_after.total is None


def test_words_are_compared_one_by_one():
    assert [(one.change, one.text) for one in pieces("We will open two clinics.", "We will open three clinics.")] == [
        (None, "We will open "),
        (Change.REMOVED, "two "),
        (Change.ADDED, "three "),
        (None, "clinics."),
    ]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("A.\n\nB.", "A.\n\nC.\n"), ("a b c", "c b a"), ("x", "")])
def test_both_texts_can_be_read_off_the_pieces(before, after):
    found = pieces(before, after)

    assert "".join(one.text for one in found if one.change is not Change.ADDED) == before
    assert "".join(one.text for one in found if one.change is not Change.REMOVED) == after


def test_marks_are_said_shown_and_escaped():
    shown = marked("<b>two</b> clinics", "<i>three</i> clinics")

    assert shown == (
        '<del><span class="nhsuk-u-visually-hidden">removed: </span><span aria-hidden="true">−</span>'  # noqa: RUF001
        "&lt;b&gt;two&lt;/b&gt; </del>"
        '<ins><span class="nhsuk-u-visually-hidden">added: </span><span aria-hidden="true">+</span>'
        "&lt;i&gt;three&lt;/i&gt; </ins>clinics"
    )
