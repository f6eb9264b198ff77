"""Names in the order of the alphabet: the database and Python say the same, and the key decides between equals."""

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Person
from common.ordering import KEYS, alphabetical, by_name, by_title, named_in_order
from governance.powers.queries import holdings
from tests.factories import AppointmentFactory, FundingStreamFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db
NAMES = ["Zeta", "Tywi", "tregaron", "Tŷ Gwyn", "Âber", "Llan-gefni", "Lwc", "Llandaf", "Chwilog", "Cwm", "Dwy", "Ddôl"]
WELSH = ["Âber", "Cwm", "Chwilog", "Dwy", "Ddôl", "Lwc", "Llandaf", "Llan-gefni", "tregaron", "Tŷ Gwyn", "Tywi", "Zeta"]
ENGLISH = [WELSH[0], "Chwilog", "Cwm", "Ddôl", "Dwy", "Llandaf", "Llan-gefni", "Lwc", *WELSH[8:]]
LETTERS = st.text(st.sampled_from("abcdefghlnprstwyAÂŷô-'’/ .9"), min_size=1, max_size=12)


@pytest.mark.parametrize(("language", "order"), [("cy", WELSH), ("en", ENGLISH)])
def test_people_stand_in_the_order_of_the_readers_alphabet(language, order):
    for name in NAMES:
        PersonFactory(name=name)

    with translation.override(language):
        found = Person.objects.filter(name__in=NAMES).order_by(*by_name("name"))
        assert list(found.values_list("name", flat=True)) == order
        assert [name for _place, name in named_in_order(enumerate(NAMES))] == order


@settings(max_examples=60)
@given(st.lists(st.one_of(LETTERS, st.sampled_from(NAMES), st.sampled_from(["Llangefni", "Bangor", "Aberhonddu"]))))
def test_the_database_makes_the_keys_that_python_makes(names):
    for language, sql in KEYS.items():
        with connection.cursor() as cursor, translation.override(language):
            for name in names:
                cursor.execute(f"SELECT {sql % {'expressions': '%s'}}", [name])
                assert cursor.fetchone()[0] == alphabetical(name)


def test_a_text_that_is_in_one_language_stands_where_it_is_read():
    names = {"en": ("Tywi", ""), "cy": ("", "Aber"), "both": ("Aber", "Zeta")}
    streams = {key: FundingStreamFactory(name_en=en, name_cy=cy) for key, (en, cy) in names.items()}
    wanted = type(streams["en"]).objects.filter(pk__in=[one.pk for one in streams.values()])

    assert list(wanted.order_by(*by_title("name"))) == [streams["cy"], streams["both"], streams["en"]]
    with translation.override("cy"):
        assert list(wanted.order_by(*by_title("name"))) == [streams["cy"], streams["en"], streams["both"]]


def test_people_of_one_name_stand_in_one_order_however_often_they_are_asked_for():
    seat = SeatFactory()
    found = [AppointmentFactory(seat=seat, basis="joint", person__name="Sam Rowlands").person for _n in range(5)]

    named = [one.person for one in holdings(seat.body, on=seat.appointments.first().starts_on)]

    assert [one for one in named if one in found] == found
