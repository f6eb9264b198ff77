"""Who must sign in with a second factor: the predicates that other apps register say so, when they are ready."""

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from accounts.models import Person

Predicate = Callable[[Person], bool]
PREDICATES: list[Predicate] = []
# Where a session holds that the identity provider has said a second factor was used there.
USED_ELSEWHERE = "used_factor_elsewhere"


def register(predicate: Predicate) -> Predicate:
    """Add a reason to need a second factor; it is asked on each request of a signed-in person who has none."""
    if predicate not in PREDICATES:
        PREDICATES.append(predicate)
    return predicate


def needs_second_factor(person: Person) -> bool:
    return any(predicate(person) for predicate in PREDICATES)


def lacks_second_factor(person: Person) -> bool:
    """Return whether somebody needs a second factor and has set up none."""
    return not is_mfa_enabled(person) and needs_second_factor(person)


def must_set_one_up(request: HttpRequest) -> bool:
    """Return whether somebody lacks the factor that they need, and used none at the provider to begin this session."""
    return not request.session.get(USED_ELSEWHERE) and lacks_second_factor(cast(Person, request.user))


def used_elsewhere(hooks: dict[str, Any] | None) -> bool:
    """Tell from what django-allauth hands on with a sign-in whether the provider said that a factor was used there."""
    login = (hooks or {}).get("sociallogin")
    return bool(login and login.state.get(USED_ELSEWHERE))
