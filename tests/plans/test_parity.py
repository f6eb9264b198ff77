"""What the public would miss of an edition in one of the languages."""

import pytest

from plans.editions.content import rows_of
from plans.editions.languages import Standing
from plans.editions.parity import lacking
from plans.models import Visibility
from tests.plans.setting import SECTIONS, Setting

pytestmark = pytest.mark.django_db
REQUIRED = [code for code, more in SECTIONS.items() if more.get("is_required", True)]


@pytest.fixture
def setting():
    return Setting()


@pytest.fixture
def whole(setting):
    """Everything that is required, in both languages."""
    for code in REQUIRED:
        setting.save(setting.section(code), text_en="A text.", text_cy="Testun.")
    return setting


def told(edition):
    return [(half.kind.code, half.field, half.language, half.standing) for half in lacking(edition)]


def test_a_new_edition_lacks_both_halves_of_each_required_section_and_of_no_other(setting):
    lacked = [(half.row.code, half.row.collaborative_id, half.language) for half in lacking(setting.edition)]

    assert lacked == [(code, None, language) for code in REQUIRED for language in ("en", "cy")]


def test_an_edition_that_is_whole_in_both_languages_lacks_nothing(whole):
    whole.add("priority")

    assert lacking(whole.edition) == []


def test_a_half_whose_source_changed_is_lacking_as_out_of_date(whole):
    whole.save(whole.section(), text_en="Another text.")

    assert told(whole.edition) == [("section", "text", "cy", Standing.OUT_OF_DATE)]


def test_what_is_written_in_one_language_alone_is_lacking_in_the_other_wherever_it_stands(whole):
    whole.save(whole.section("workforce", whole.pharmacy), text_en="Pharmacists.")
    whole.save(whole.section("risks"), text_cy="Risgiau.")
    whole.add("need", said_cy="Mae angen.")

    assert told(whole.edition) == [
        ("section", "text", "cy", Standing.MISSING),
        ("section", "text", "en", Standing.MISSING),
        ("need", "said", "en", Standing.MISSING),
    ]


def test_a_row_without_a_title_is_lacking_in_that_language(whole):
    whole.add("priority", title_cy="")

    assert told(whole.edition) == [("priority", "title", "cy", Standing.MISSING)]


@pytest.mark.parametrize("visibility", [Visibility.PARTNERS, Visibility.CLUSTER])
def test_rows_that_are_not_public_hold_nothing_up(whole, visibility):
    whole.add("need", title_cy="", visibility=visibility)

    assert lacking(whole.edition) == []


def test_with_the_rows_at_hand_it_asks_two_questions(whole, django_assert_num_queries):
    whole.add("action")
    rows = [row for found in rows_of(whole.edition).values() for row in found]

    with django_assert_num_queries(2):
        assert lacking(whole.edition, rows) == []
