"""How a term is said, wherever it is shown."""

from django.utils.translation import gettext as _

from common.dates import date_format
from governance.models import Appointment


def until(appointment: Appointment) -> str:
    last_day = appointment.last_day
    return _("until %(day)s") % {"day": date_format(last_day)} if last_day else _("no end known")
