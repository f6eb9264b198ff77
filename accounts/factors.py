"""Who must sign in with a second factor: the predicates that other apps register say so, when they are ready.

Some need it at once. Others have days of grace from the first sign-in at which they need it, told on their first page;
after those they set it up at the next sign-in before anything else.
"""

import datetime
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from accounts.models import Person
from accounts.sessions import BEGAN
from common.dates import day_of

Predicate = Callable[[Person], bool]
PREDICATES: list[Predicate] = []
PREDICATES_WITH_GRACE: list[Predicate] = []
GRACE = datetime.timedelta(days=14)
# Where a session holds that the identity provider has said a second factor was used there.
USED_ELSEWHERE = "used_factor_elsewhere"
# Where a request holds whether its person has a second factor.
ASKED = "has_second_factor"


def register(predicate: Predicate) -> Predicate:
    """Add a reason to need a second factor; it is asked on each request of a signed-in person who has none."""
    if predicate not in PREDICATES:
        PREDICATES.append(predicate)
    return predicate


def register_with_grace(predicate: Predicate) -> Predicate:
    """Add a reason to need a second factor that leaves somebody some days to set it up."""
    if predicate not in PREDICATES_WITH_GRACE:
        PREDICATES_WITH_GRACE.append(predicate)
    return predicate


def needs_second_factor(person: Person) -> bool:
    return any(predicate(person) for predicate in PREDICATES)


def needs_second_factor_in_time(person: Person) -> bool:
    return any(predicate(person) for predicate in PREDICATES_WITH_GRACE)


def lacks_second_factor(person: Person) -> bool:
    """Return whether somebody needs a second factor and has set up none."""
    return not is_mfa_enabled(person) and needs_second_factor(person)


def _has_one(request: HttpRequest) -> bool:
    """Return whether the signed-in person has a second factor, asked once for a request."""
    kept = vars(request)
    if ASKED not in kept:
        kept[ASKED] = is_mfa_enabled(request.user)
    return bool(kept[ASKED])


def must_set_one_up(request: HttpRequest) -> bool:
    """Return whether somebody lacks the factor that they need, and used none at the provider to begin this session.

    Days of grace that run out while somebody works end with the session, so that nothing they write is lost.
    """
    person = request.user
    if request.session.get(USED_ELSEWHERE) or _has_one(request):
        return False
    return needs_second_factor(person) or _has_no_grace_left(person, began=_day_of(request.session[BEGAN]))


def _has_no_grace_left(person: Person, *, began: datetime.date) -> bool:
    due = person.factor_due_on
    return due is not None and due <= began and needs_second_factor_in_time(person)


def _day_of(seconds: float) -> datetime.date:
    return day_of(datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC))


def grace_of(request: HttpRequest) -> datetime.date | None:
    """Return from which day on somebody signs in with a second factor that they lack; None for everybody else."""
    person = request.user
    if person.factor_due_on is None or request.session.get(USED_ELSEWHERE) or _has_one(request):
        return None
    return person.factor_due_on if needs_second_factor_in_time(person) else None


def used_elsewhere(hooks: dict[str, Any] | None) -> bool:
    """Tell from what django-allauth hands on with a sign-in whether the provider said that a factor was used there."""
    login = (hooks or {}).get("sociallogin")
    return bool(login and login.state.get(USED_ELSEWHERE))
