"""What is likely done next about plans, after what was done."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.deeds import Step
from accounts.models import AuditRecord


def send_it_on(record: AuditRecord) -> Step | None:
    return Step(_("Send the plan on now"), reverse("plans:send", kwargs={"key": record.subject_key}))


STEPS = {"plans.agree": send_it_on}
