"""What is likely done next about meetings, after what was done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.deeds import Step
from accounts.models import AuditRecord


def write_the_agenda(record: AuditRecord) -> Step | None:
    """Return the way to the agenda of the meeting that was planned."""
    return Step(_("Write its agenda"), reverse("meetings:agenda", kwargs={"key": record.subject_key}))


STEPS = {"meetings.plan": write_the_agenda, "meetings.plan_series": write_the_agenda}
