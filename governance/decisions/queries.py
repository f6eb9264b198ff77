"""Reads about interests and decisions: whose interests a body's register holds, and who may have to stand aside."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from accounts.models import Person
from common.ordering import by_name
from governance.models import Body, Decision, Interest, holders


@dataclass(frozen=True)
class Candidate:
    """Somebody who may have to stand aside from a decision, with the interests that they declared."""

    person: Person
    interests: list[Interest]


def own_interests(person: Person) -> QuerySet[Interest]:
    """Return what a person ever declared, the newest first."""
    found: QuerySet[Interest] = Interest.objects.filter(person=person).order_by("-during", "-pk")
    return found


def register(body: Body, *, on: datetime.date) -> QuerySet[Interest]:
    """Return the interests in force on a day of those who hold the seats of a body on it."""
    current = Interest.objects.filter(during__contains=on, person__in=holders(body, on=on).order_by().values("pk"))
    return current.select_related("person").order_by(*by_name("person__name", "organisation"))


def decisions_of(body: Body) -> QuerySet[Decision]:
    """Return what a body decided, the newest first, with the number of those who stood aside."""
    found: QuerySet[Decision] = Decision.objects.filter(body=body).annotate(aside=Count("recusals"))
    return found.order_by("-decided_on", "-pk")


def who_may_stand_aside(body: Body, *, on: datetime.date) -> list[Candidate]:
    """Return those who hold a seat of a body on a day with their interests, whoever declared any first."""
    declared: dict[int, list[Interest]] = defaultdict(list)
    for interest in register(body, on=on):
        declared[interest.person_id].append(interest)
    found = [Candidate(person, declared[person.pk]) for person in holders(body, on=on)]
    return sorted(found, key=lambda one: not one.interests)
