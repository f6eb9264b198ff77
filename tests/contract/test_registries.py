"""What a lower floor learns of a higher one: each entry is used, and one that lacks is noticed."""

import datetime

import pghistory.models
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session

from accounts import audit
from accounts.models import PersonSession
from clusters import dependants
from clusters.models import Area, Upload
from common import retention, tasks
from common.histories import histories
from governance.models import Body
from tests.contract.sources import folders
from tests.contract.test_models import factory_of
from tests.factories import AT, PersonSessionFactory, UploadFactory

# Sessions are over by their own day, and the notes of them with the sessions.
OF_SESSIONS = {Session, PersonSession}


def bodies_above_clusters() -> set[type[Body]]:
    """Return every kind of body that a higher app hangs on a cluster."""
    hanging = (one for one in apps.get_models() if issubclass(one, Body) and not one._meta.proxy)
    return {one for one in hanging if not issubclass(one, Area) and _names_an_area(one)}


def _names_an_area(model: type[Body]) -> bool:
    return any(field.related_model is Area and not field.one_to_one for field in model._meta.local_fields)


def test_every_body_that_hangs_on_a_cluster_says_how_it_ends_and_is_called_with_it():
    assert {kind.going_on([]).model for kind in dependants.KINDS} == bodies_above_clusters() != set()


def test_no_kind_is_registered_twice():
    names = [kind.name for kind in dependants.KINDS]

    assert len(names) == len(set(names))


def without_history() -> set[type]:
    """Return our tables of which no history is kept, and which are no history themselves."""
    ours = {folder.name for folder in folders()}
    tracked = {history.pgh_tracked_model for history in histories()}
    found = {one for one in apps.get_models() if one._meta.app_label in ours and not one._meta.proxy}
    return {one for one in found - tracked if not issubclass(one, pghistory.models.Event)}


def test_of_every_table_without_history_its_app_says_how_long_rows_are_kept():
    said = retention.KEPT | set(retention.OVER)

    assert without_history() - said == set(), "Say in the app's retention.py how long its rows are kept."
    assert said - without_history() == {Session}
    assert retention.KEPT & set(retention.OVER) == set()


def test_no_row_points_to_one_that_is_removed():
    assert [one for model in retention.OVER for one in model._meta.related_objects] == []


@pytest.mark.django_db
def test_what_is_over_is_removed_by_the_timetable_and_nothing_else(moved_clock):
    moved_clock(AT.isoformat())
    moments = {"over": AT - datetime.timedelta(seconds=1), "waits": AT + datetime.timedelta(seconds=1)}
    kept = {name: UploadFactory(expires_at=moment).pk for name, moment in moments.items()}
    Session.objects.bulk_create(Session(session_key=name, expire_date=moment) for name, moment in moments.items())
    entry = settings.CELERY_BEAT_SCHEDULE["forget-what-is-over"]

    assert entry["task"] == tasks.forget_what_is_over.name
    tasks.forget_what_is_over()

    assert list(Upload.objects.values_list("pk", flat=True)) == [kept["waits"]]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["waits"]


@pytest.mark.django_db
@pytest.mark.parametrize("model", sorted(set(retention.OVER) - OF_SESSIONS, key=lambda model: model.__name__))
def test_a_row_of_today_stays_and_is_over_a_year_later(model):
    factory_of(model)()

    assert not retention.OVER[model](AT).exists()
    assert retention.OVER[model](AT + datetime.timedelta(days=366)).exists()


@pytest.mark.django_db
def test_a_note_of_a_session_goes_with_it():
    here, gone = PersonSessionFactory.create_batch(2)
    Session.objects.create(session_key=here.session_key, expire_date=AT)

    assert list(retention.OVER[PersonSession](AT)) == [gone]


def test_each_app_has_words_for_its_tables_with_a_history_and_for_no_others():
    assert set(audit.TABLES) == {history.pgh_tracked_model._meta.label_lower for history in histories()}
