"""The two halves of a text: what each save makes of them."""

import pytest

from plans import actions
from plans.editions.languages import Standing, halves_of
from tests.plans.setting import NOW, Setting

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    return Setting()


def standing(row) -> dict[str, str]:
    row = type(row).objects.get(pk=row.pk)
    return {half.language: half.standing for half in halves_of(row.edition, [row]) if half.field == "text"}


def written(setting, *saves):
    row = setting.section()
    for values in saves:
        row = setting.save(row, **values)
    return row


ENGLISH, WELSH = {"text_en": "One."}, {"text_cy": "Un."}
CASES = {
    "nothing": ((), ("missing", "missing")),
    "english alone": ((ENGLISH,), ("draft", "missing")),
    "welsh alone": ((WELSH,), ("missing", "draft")),
    "english, then welsh": ((ENGLISH, WELSH), ("draft", "translated")),
    "welsh, then english": ((WELSH, ENGLISH), ("translated", "draft")),
    "both at once, on an english page": (({**ENGLISH, **WELSH},), ("draft", "translated")),
    "both at once, on a welsh page": (({**ENGLISH, **WELSH, "written_in": "cy"},), ("translated", "draft")),
    "the source changes": ((ENGLISH, WELSH, {"text_en": "Two."}), ("draft", "out_of_date")),
    "a comma changes": ((ENGLISH, WELSH, {"text_en": "One,", "minor": True}), ("draft", "translated")),
    "the source changes and the translation follows": (
        (ENGLISH, WELSH, {"text_en": "Two."}, {"text_cy": "Dau."}),
        ("draft", "translated"),
    ),
    "the translation is emptied": ((ENGLISH, WELSH, {"text_cy": ""}), ("draft", "missing")),
    "the source is emptied": ((ENGLISH, WELSH, {"text_en": ""}), ("missing", "out_of_date")),
}


@pytest.mark.parametrize(("saves", "expected"), CASES.values(), ids=CASES)
def test_each_save_leaves_the_halves_as_they_are(setting, saves, expected):
    row = written(setting, *saves)

    assert standing(row) == dict(zip(("en", "cy"), expected, strict=True))


def test_a_translation_keeps_the_text_that_it_was_made_from(setting):
    row = written(setting, ENGLISH, WELSH, {"text_en": "Two."})

    welsh = next(half for half in halves_of(row.edition, [row]) if half.language == "cy")

    assert (welsh.was, welsh.source, welsh.text) == ("One.", "Two.", "Un.")


def test_a_half_that_was_checked_is_out_of_date_once_the_other_changes(setting):
    row = written(setting, ENGLISH, WELSH)

    row = actions.check_half(row=row, language="cy", version=row.version, by=setting.lead, **NOW)
    assert standing(row)["cy"] == Standing.CHECKED
    setting.save(row, text_en="Two.")

    assert standing(row)["cy"] == Standing.OUT_OF_DATE


def test_a_new_edition_knows_how_far_its_halves_have_come(setting):
    row = written(setting, ENGLISH, WELSH, {"text_en": "Two."})
    setting.freeze()

    setting.edition = actions.start_edition(plan=setting.plan, by=setting.lead, **NOW)

    assert standing(setting.section()) == {"en": "draft", "cy": "out_of_date"}
    assert standing(row) == {"en": "draft", "cy": "out_of_date"}
