"""Where plans and their editions stand for everybody, in the reader's language."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from governance.models import Body
from plans.editions.kinds import kind_of
from plans.models import Edition, Plan, PlanRow, Section


def row_address(row: PlanRow) -> str:
    """Return the address at which a section or row is written."""
    if isinstance(row, Section):
        return reverse("plans:section", kwargs={"key": row.pk})
    return reverse("plans:row", kwargs={"key": row.pk, "kind": kind_of(row).code})


def body_address(body: Body) -> str:
    """Return the address of the body that a plan is of: a cluster or a planning group."""
    name = "clusters:planning_group" if body.body_kind == Body.Kind.PLANNING_GROUP else "portal:cluster"
    return reverse(name, kwargs={"slug": body.slug})


def plan_address(plan: Plan) -> str:
    """Return the address at which the present plan of this kind of a body stands."""
    return reverse("plans:plan", kwargs=_place(plan))


def addresses_of(plan: Plan) -> dict[str, str]:
    """Return the address of the present plan of a body in each language, by language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = plan_address(plan)
    return found


def edition_address(edition: Edition) -> str:
    """Return the address that an edition keeps for good."""
    return reverse("plans:edition", kwargs=edition_place(edition))


def document_address(edition: Edition, form: str, language: str = "") -> str:
    """Return the address of an edition as a file of some form, in the reader's language or another."""
    with override(language or get_language()):
        return reverse("plans:document", kwargs={**edition_place(edition), "form": form})


def attachment_address(edition: Edition, key: str) -> str:
    return reverse("plans:attachment", kwargs={**edition_place(edition), "key": key})


def original_address(edition: Edition, language: str) -> str:
    return reverse("plans:original", kwargs={**edition_place(edition), "language": language})


def _place(plan: Plan) -> dict[str, Any]:
    return {"slug": plan.body.slug, "kind": str(plan.kind)}


def edition_place(edition: Edition) -> dict[str, Any]:
    """Return what the address of an edition is made of, in the language of the moment."""
    return {**_place(edition.plan), "year": edition.plan.first_year, "number": edition.number}
