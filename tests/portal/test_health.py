"""What /health/ tells of each part, and that its status speaks of readers only."""

import pytest

from common import vitals

pytestmark = pytest.mark.django_db


def test_every_part_is_told_apart(client):
    vitals.leave_sign(vitals.WORKER)

    response = client.get("/health/")

    assert response.json() == {"database": True, "cache": True, "queue": True, "worker": True, "beat": False}
    assert "no-store" in response.headers["Cache-Control"]


def test_readers_are_served_though_nothing_works_in_the_background(client):
    response = client.get("/health/")

    assert (response.json()["worker"], response.json()["beat"]) == (False, False)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("away", "status"), [("database", 503), ("cache", 503), ("queue", 200), ("worker", 200), ("beat", 200)]
)
def test_only_what_readers_need_makes_the_portal_unfit_for_them(away, status):
    found = dict.fromkeys(("database", "cache", "queue", "worker", "beat"), True) | {away: False}

    assert vitals.can_be_read(found) == (status == 200)
