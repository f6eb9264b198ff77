import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from indicators.statistics import follows_by_subtraction, suppress

NAN = float("nan")
ONE_TOTAL = [0, 0, 0, 0]


def hidden(counts, *groups, threshold=5):
    return np.flatnonzero(suppress(counts, groups, threshold)).tolist()


def rows_and_columns(shape):
    return list(np.indices(shape))


class TestOneTotal:
    def test_nothing_small_hides_nothing(self):
        assert hidden([5, 0, 12, 8], ONE_TOTAL) == []

    def test_one_small_count_takes_the_next_smallest_with_it(self):
        assert hidden([20, 3, 12, 8], ONE_TOTAL) == [1, 3]

    def test_two_small_counts_need_no_other(self):
        assert hidden([20, 3, 4, 8], ONE_TOTAL) == [1, 2]

    def test_a_zero_is_shown_while_another_count_can_be_hidden(self):
        assert hidden([0, 3, 12, 0], ONE_TOTAL) == [1, 2]

    def test_a_zero_is_hidden_where_nothing_else_is_left(self):
        assert hidden([0, 3, 0, 0], ONE_TOTAL) == [0, 1]

    def test_the_first_of_equal_counts_is_hidden(self):
        assert hidden([9, 9, 2, 9], ONE_TOTAL) == [0, 2]

    def test_a_count_at_the_threshold_is_shown(self):
        assert hidden([5, 5, 5, 4], ONE_TOTAL) == [0, 3]
        assert hidden([5, 5, 5, 4], ONE_TOTAL, threshold=4) == []

    def test_a_shared_out_count_just_under_the_threshold_is_hidden(self):
        assert hidden([4.999, 7.5, 20, 30], ONE_TOTAL) == [0, 1]

    def test_a_missing_count_is_neither_hidden_nor_protects_another(self):
        assert hidden([NAN, 3, 12, 30], ONE_TOTAL) == [1, 2]

    def test_a_total_over_one_child_cannot_be_protected_and_is_found(self):
        counts, groups = [3, 20, 30], [[0, 1, 1]]

        answer = suppress(counts, groups)

        assert answer.tolist() == [True, False, False]
        assert follows_by_subtraction(answer, counts, groups).tolist() == [True, False, False]

    def test_a_count_beside_a_missing_one_follows_though_both_are_blank(self):
        answer = follows_by_subtraction([True, True, False], [3, NAN, 30], [[0, 0, 0]])

        assert answer.tolist() == [True, False, False]

    def test_without_totals_only_small_counts_are_hidden(self):
        assert hidden([1, 9, 4, 0]) == [0, 2]

    def test_labels_may_be_any_whole_numbers(self):
        assert hidden([3, 30, 20, 10, 9], [907, -4, 907, -4, 907]) == [0, 4]


class TestNestedTotals:
    boards = [1, 1, 1, 2, 2, 2]
    country = [0, 0, 0, 0, 0, 0]

    def test_each_board_with_one_small_count_hides_a_second(self):
        assert hidden([3, 10, 20, 4, 30, 40], self.boards, self.country) == [0, 1, 3, 4]

    def test_a_board_without_small_counts_is_left_alone(self):
        assert hidden([3, 10, 20, 50, 30, 40], self.boards, self.country) == [0, 1]

    def test_the_order_of_the_totals_does_not_matter_here(self):
        counts = [3, 10, 20, 4, 30, 40]

        assert hidden(counts, self.country, self.boards) == hidden(counts, self.boards, self.country)


class TestCrossingTotals:
    def test_one_small_cell_of_a_table_hides_a_rectangle(self):
        counts = np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]])

        answer = suppress(counts, rows_and_columns(counts.shape))

        assert answer.tolist() == [[True, True, False], [True, True, False], [False, False, False]]

    def test_a_cell_that_bridges_two_hidden_rectangles_is_found_by_adding_rows_and_taking_columns(self):
        """Rows 0 and 1 less columns 0 and 1 leave the cell at (1, 2), though three are hidden beside it."""
        marks = np.zeros((4, 4), dtype=bool)
        marks[:2, :2] = marks[2:, 2:] = marks[1, 2] = True
        counts = np.full((4, 4), 9)

        answer = follows_by_subtraction(marks, counts, rows_and_columns((4, 4)))

        assert np.argwhere(answer).tolist() == [[1, 2]]

    def test_such_a_bridge_is_given_company(self):
        counts = np.full((4, 4), 50)
        counts[:2, :2] = counts[2:, 2:] = counts[1, 2] = 2
        groups = rows_and_columns((4, 4))

        answer = suppress(counts, groups)

        assert answer[counts == 2].all()
        assert answer.sum() > (counts == 2).sum()
        assert not follows_by_subtraction(answer, counts, groups).any()

    @settings(deadline=None)
    @given(arrays.arrays(np.int64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=st.integers(0, 15)))
    def test_no_hidden_cell_of_a_table_follows_from_its_totals(self, counts):
        groups = rows_and_columns(counts.shape)

        answer = suppress(counts, groups)

        assert answer[(counts > 0) & (counts < 5)].all()
        assert not follows_by_subtraction(answer, counts, groups).any()

    @settings(deadline=None, max_examples=40)
    @given(arrays.arrays(np.int64, (2, 3), elements=st.integers(0, 3)), arrays.arrays(np.bool_, (2, 3)))
    def test_what_follows_is_what_every_table_with_these_totals_agrees_on(self, counts, marks):
        """Any real numbers that keep the totals are tried, here by whole steps along every cell."""
        groups = rows_and_columns(counts.shape)

        answer = follows_by_subtraction(marks, counts, groups)

        assert answer.tolist() == (marks & ~np.any(changes_that_keep_totals(marks), axis=0)).tolist()


def changes_that_keep_totals(marks):
    """Every change of the marked cells by -2 to 2 that leaves all rows and columns with their sums."""
    places = np.argwhere(marks)
    steps = np.array(list(product((-1, 0, 1), repeat=len(places))), dtype=int)
    changes = np.zeros((len(steps), *marks.shape), dtype=int)
    changes[:, places[:, 0], places[:, 1]] = steps.reshape(len(steps), len(places))
    kept = ~changes.sum(axis=1).any(axis=1) & ~changes.sum(axis=2).any(axis=1)
    return changes[kept] != 0


@settings(deadline=None)
@given(
    arrays.arrays(np.int64, st.integers(1, 30), elements=st.integers(0, 30)),
    st.randoms(use_true_random=False),
)
def test_no_group_of_two_or_more_hides_exactly_one(counts, random):
    labels = np.array([random.randrange(5) for _ in counts])

    answer = suppress(counts, [labels])

    sizes, covered = np.bincount(labels, minlength=5), np.bincount(labels, weights=answer, minlength=5)
    assert not np.any((covered == 1) & (sizes > 1))


def test_counts_and_labels_are_left_as_they_were():
    counts, labels = np.array([3.0, 10.0]), np.array([7, 7])

    suppress(counts, [labels])

    assert counts.tolist() == [3.0, 10.0]
    assert labels.tolist() == [7, 7]


def test_three_crossing_ways_over_all_clusters_are_settled():
    """60 clusters by 2 sexes by 6 ages, with totals over each axis."""
    counts = np.random.default_rng(60).poisson(9, (60, 2, 6))
    cluster, sex, age = np.indices(counts.shape)
    groups = [cluster * 2 + sex, cluster * 6 + age, sex * 6 + age]

    answer = suppress(counts, groups)

    assert answer[(counts > 0) & (counts < 5)].all()
    assert not follows_by_subtraction(answer, counts, groups).any()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([1, -2], [[0, 0]]), "The count at index 1 is -2: a count must be zero or more, and finite."),
        (([1, 2], [[0, 0, 0]]), "There are counts of shape (2,) but labels of shape (3,)."),
        (([1, 2], [[0.5, 1.0]]), "Labels of groups must be whole numbers, not float64."),
    ],
)
def test_what_cannot_be_suppressed_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        suppress(*arguments)


def test_marks_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=re.escape("There are counts of shape (2,) but marks of shape (1,).")):
        follows_by_subtraction([True], [1, 2], [[0, 0]])
