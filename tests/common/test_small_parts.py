"""Numbers, the clock, drawings, logs, translation states."""

import datetime
import json
import logging

import pytest

from common import clock, logs, svg
from common.models import TranslationState
from common.numbers import number, signed_percentage


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(1234567.84, 1, "1,234,567.8"), (-3.06, 1, "\u22123.1"), (0.0, 0, "0"), (60603.0, 0, "60,603"), (2.5, 2, "2.50")],
)
def test_numbers_have_commas_and_a_true_minus(value, decimals, shown):
    assert number(value, decimals) == shown


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(1.14, "+14%"), (0.67, "\u221233%"), (1.001, "+0%"), (0.999, "\u22120%"), (12.5, "+1,150%"), (1.0, "\u22120%")],
)
def test_a_difference_is_signed(ratio, shown):
    assert signed_percentage(ratio) == shown


def test_the_clock_tells_real_time_unless_it_is_moved(moved_clock):
    before = clock.now()
    moved_clock("2026-07-01T23:30:00+00:00")

    assert abs(before - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    assert clock.now() == datetime.datetime(2026, 7, 1, 23, 30, tzinfo=datetime.UTC)


def test_today_is_the_day_in_wales(moved_clock):
    moved_clock("2026-07-01T23:30:00+00:00")

    assert clock.today() == datetime.date(2026, 7, 2)


def test_a_ring_becomes_a_path_of_steps():
    east = -5.7 + 0.1 / svg.SHORTENED
    ring = [[-5.7, 53.5], [east, 53.5], [east, 53.4], [-5.7, 53.4], [-5.7, 53.5]]

    assert svg.path([ring]) == "M0 0l100 0 0 100-100 0z"
    assert svg.box([ring]) == svg.Box(0, 0, 100, 100)
    assert svg.Box(0, 0, 100, 100).view_box(margin=5) == "-5 -5 110 110"


def test_a_ring_too_small_to_see_is_left_out():
    speck = [[-4.0, 52.0], [-4.0001, 52.0], [-4.0, 52.0001], [-4.0, 52.0]]

    assert svg.path([speck], step=4) == ""


def test_boxes_are_joined():
    assert svg.Box.around([svg.Box(0, 5, 10, 20), svg.Box(-5, 8, 4, 30)]) == svg.Box(-5, 5, 10, 30)


def test_a_log_line_is_one_json_object_with_its_request():
    logs.request_identity.set("abc")
    record = logging.LogRecord("portal", logging.WARNING, "", 1, "Môn %s", ("sank",), None)

    logs.RequestIdentityFilter().filter(record)
    line = json.loads(logs.JsonFormatter().format(record))

    assert (line["level"], line["logger"], line["message"], line["request"]) == ("WARNING", "portal", "Môn sank", "abc")
    assert "trace" not in line


@pytest.mark.parametrize(("text", "stale"), [("The same text.", False), ("Another text.", True)])
def test_a_translation_is_out_of_date_when_its_source_changed(text, stale):
    state = TranslationState(language="cy", source_language="en", source_text="The same text.")

    assert state.is_out_of_date(text) is stale


def test_a_text_that_was_not_translated_is_never_out_of_date():
    assert TranslationState(language="en").is_out_of_date("Anything") is False
