"""What the door takes in, as a rule; tests/system/test_door.py asks the door itself."""

from http import HTTPStatus

import pytest

from budgets.extracts import files as ledgers
from clusters.uploads import reading
from common.bare import bare_page
from config.bodies import Limits
from plans.bilingual import files as translations
from plans.published import forms as library
from plans.writing import attaching

FILES = (reading.LARGEST, ledgers.LARGEST, library.LARGEST, translations.LARGEST, attaching.MOST_BYTES)
A_FORM_AROUND_IT = 1024 * 1024


def test_every_file_that_a_form_takes_comes_through_the_door():
    assert max(FILES) + A_FORM_AROUND_IT < Limits().largest


@pytest.mark.parametrize(
    ("declared", "received", "seconds"),
    [
        (1_000, 0, 10),  # nothing came: no longer than this
        (1_000, 500, 10.5),
        (1_000_000, 20_000, 30),  # slow, but it comes
        (1_000_000, 900_000, 60),  # whoever hurried at first may not rest for ever
        (0, 900_000, 60),
        (19_200_000, 19_000_000, 300),  # a large file on a slow line
    ],
)
def test_a_body_has_the_time_that_an_honest_sender_needs(declared, received, seconds):
    assert Limits().until(1000, declared, received) == 1000 + seconds


@pytest.mark.parametrize(
    "status",
    [
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ],
)
def test_each_refusal_has_a_page_in_both_languages_that_asks_for_nothing_else(status):
    page = bare_page(status)

    assert page.count("<section") == page.count("</h1>") + page.count("</h2>") == 2
    assert "<link" not in page
    assert "<script" not in page
