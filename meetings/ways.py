"""The ways back from the pages of meetings, and where each is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.homes import home_address
from governance.models import Body
from governance.ways import Link
from meetings import presenters
from meetings.models import Meeting


def list_address(body: Body) -> str:
    return reverse("meetings:meetings", kwargs={"key": body.pk})


def meeting_address(meeting: Meeting) -> str:
    return reverse("meetings:meeting", kwargs={"key": meeting.pk})


def agenda_address(meeting: Meeting) -> str:
    return reverse("meetings:agenda", kwargs={"key": meeting.pk})


def to_list(body: Body) -> list[Link]:
    return [(body.name, home_address(body)), (_("Meetings"), list_address(body))]


def to_meeting(meeting: Meeting) -> list[Link]:
    return [*to_list(meeting.body), (presenters.times(meeting), meeting_address(meeting))]
