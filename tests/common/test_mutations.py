"""Soft, nasal and aspirate mutation, forwards and back."""

import pytest

from common.mutations import forms, radicals, related
from common.welsh import fold

CAERDYDD = {"caerdydd", "gaerdydd", "nghaerdydd", "chaerdydd"}


@pytest.mark.parametrize("word", ["Caerdydd", "Gaerdydd", "Nghaerdydd", "Chaerdydd"])
def test_every_form_of_a_place_finds_every_other(word):
    assert related(fold(word)) >= CAERDYDD


@pytest.mark.parametrize(
    ("radical", "expected"),
    [
        ("pontypridd", {"bontypridd", "mhontypridd", "phontypridd"}),
        ("tywyn", {"dywyn", "nhywyn", "thywyn"}),
        ("bangor", {"fangor", "mangor"}),
        ("dinbych", {"ddinbych", "ninbych"}),
        ("gwynedd", {"wynedd", "ngwynedd"}),
        ("merthyr", {"ferthyr"}),
        ("llanelli", {"lanelli"}),
        ("rhondda", {"rondda"}),
        ("abertawe", set()),
        ("chwarae", set()),
    ],
)
def test_each_letter_mutates_as_it_should(radical, expected):
    assert forms(radical) == {radical, *expected}
    assert all(radical in radicals(form) for form in expected)


def test_short_words_stay_as_they_are():
    assert related("mab") == {"mab"}


def test_accents_do_not_count():
    assert fold("tŷ'r Ŵyl").split()[-1] in related(fold("Ŵyl"))
