"""By virtue of which office somebody decides on a plan, and who may not."""

from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import Refused
from governance.powers.permissions import Permission
from governance.powers.policies import Powers
from plans.models import Edition
from plans.routes import Capacity, awaited, capacities


def deciding_office(powers: Powers, permission: Permission, edition: Edition, *, by: Person) -> Capacity:
    """Return by virtue of which office somebody decides now; raise `Refused` where none of theirs is asked."""
    told = awaited([edition], permission, on=powers.on)[edition.pk]
    able = [one for one in capacities(powers, permission, edition.plan.body) if one.office in told.offices]
    if not able:
        raise Refused(_("The way of this plan to approval does not ask for your office."))
    left = [one for one in able if one.office in told.left]
    if not left or by.pk in told.deciders:
        raise Refused(_("You, or somebody in the same office, have decided on this already."))
    free = [one for one in left if told.waits_for(one.office, by, one.on_behalf_of)]
    if not free:
        raise Refused(_("Whoever wrote a plan, declared it agreed or sent it does not decide on it."))
    return free[0]
