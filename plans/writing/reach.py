"""What somebody asked for by its address, so long as it is in their reach; what is not there is not found."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from governance.powers.permissions import Permission
from plans.editions.kinds import KINDS, RowKind
from plans.models import Edition, PlanRow, TemplateSection
from plans.policies import Access, access_to, editions_within, is_writable

WITH_EDITION = ("edition__plan__body", "edition__plan__round__template", "collaborative")


@dataclass(frozen=True)
class Opened:
    """A section or row that somebody opened, and what they may do with its plan."""

    kind: RowKind
    row: PlanRow
    access: Access

    @cached_property
    def template(self) -> TemplateSection:
        """What the template says of a section."""
        rounds = self.edition.plan.round_id
        found: TemplateSection = TemplateSection.objects.get(template__rounds=rounds, code=self.row.code)
        return found

    @property
    def edition(self) -> Edition:
        return self.row.edition

    @property
    def may_write(self) -> bool:
        return self.may_write_of(self.row.collaborative_id)

    def may_write_of(self, collaborative: int | None) -> bool:
        """Whether what belongs to a collaborative, or to none, may be written now."""
        return is_writable(self.edition) and self.access.may_write(collaborative)


def edition_in_reach(request: HttpRequest, key: int, permission: Permission = Permission.READ_PLANS) -> Edition:
    found = editions_within(request.powers, permission).select_related("plan__body", "plan__round__template")
    edition: Edition = get_object_or_404(found, pk=key)
    return edition


def rows_in_reach(request: HttpRequest, kind: RowKind, permission: Permission) -> QuerySet[Any]:
    editions = editions_within(request.powers, permission).values("pk")
    return kind.model.objects.filter(edition__in=editions).select_related(*WITH_EDITION)


def opened(request: HttpRequest, kind: str, key: int, permission: Permission = Permission.READ_PLANS) -> Opened:
    """Return a row with what its reader may do; one that they may not see is not found."""
    row = get_object_or_404(rows_in_reach(request, KINDS[kind], permission), pk=key)
    access = access_to(request.powers, row.edition.plan)
    if row.visibility not in access.visibilities:
        raise Http404
    return Opened(KINDS[kind], row, access)
