"""One that fails keeps no other from being done."""

import logging

import pytest

from accounts.models import Person
from common.batches import one_by_one
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_what_fails_is_undone_and_logged_and_the_others_are_done(caplog):
    def enter(name: str) -> str:
        PersonFactory(name=name)
        if name == "Two":
            raise ValueError(name)
        return name

    with caplog.at_level(logging.ERROR):
        done = one_by_one(["One", "Two", "Three"], enter, what="Entering")

    assert done == ["One", "Three"]
    assert set(Person.objects.filter(name__in=["One", "Two", "Three"]).values_list("name", flat=True)) == set(done)
    assert "Entering failed for Two" in caplog.text
