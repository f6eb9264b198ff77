"""What every write about offices shares: its record, its reason, and the seat held while it is changed."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Person
from common import public
from common.errors import Refused
from governance.models import Body, Seat
from governance.powers.permissions import Permission
from governance.powers.policies import Powers


class Overtaken(Refused):
    """Somebody else changed the seat since the form was opened; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this seat while you were looking at it. See who holds it now."))


def recorded(
    action: str, powers: Powers, permission: Permission, body: Body, *, by: Person, at: datetime.datetime
) -> Any:
    """Run an action with its record, which says for whom the person acted."""
    behalf = powers.on_behalf_of(permission, body)
    return audit.recorded(f"governance.{action}", by=by, at=at, on_behalf_of=behalf)


def need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give a reason: the record will show it."))


def locked(seat: Seat, seen_version: int | None = None) -> Seat:
    """Return the seat as it is now, held until the transaction ends, so that two changes come one after the other."""
    found = Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
    if seen_version is not None and found.version != seen_version:
        raise Overtaken
    return found


def raise_version(seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk).update(version=seat.version + 1)
    public.raise_version()
