"""A plan that cannot be published keeps no other from being published."""

import datetime

import pytest

from plans.models import EditionState
from plans.review.actions import publish_due
from tests.moments import AT, ON
from tests.plans.setting import Setting

pytestmark = pytest.mark.django_db


def approved(content) -> Setting:
    made = Setting()
    edition = made.edition
    edition.state, edition.frozen_at, edition.digest = EditionState.APPROVED, AT, "0" * 64
    edition.content, edition.publish_at = content, AT - datetime.timedelta(hours=1)
    edition.save()
    return made


def test_one_that_fails_leaves_the_others(caplog):
    broken = approved({"need": [{"visibility": "public"}]})
    whole = approved({})

    assert publish_due(at=AT, on=ON) == [whole.edition]

    broken.edition.refresh_from_db()
    assert (broken.edition.state, broken.edition.published_at) == (EditionState.APPROVED, None)
    assert "Publishing an edition failed" in caplog.text
