"""Who must sign in with a second factor: the predicates that other apps register say so, when they are ready."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled

from accounts.models import Person

Predicate = Callable[[Person], bool]
PREDICATES: list[Predicate] = []


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
