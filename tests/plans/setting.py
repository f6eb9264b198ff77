"""A cluster that writes its plan: its lead, two collaboratives with leads, and the board above it."""

from common.dated import from_day
from governance.models import Basis, Body, Office
from plans import actions
from plans.editions.kinds import KINDS
from plans.models import EditionState, PlanKind
from tests.factories import (
    AppointmentFactory,
    ClusterFactory,
    CollaborativeFactory,
    CoverageFactory,
    HealthBoardFactory,
    LocalAuthorityFactory,
    PersonFactory,
    PlanningGroupFactory,
    PlanningRoundFactory,
    SeatFactory,
    TemplateSectionFactory,
)
from tests.moments import AT, ON

NOW = {"at": AT, "on": ON}


class Setting:
    """A started plan with one plain section, one with parts, and one for each list."""

    def __init__(self, kind: PlanKind = PlanKind.CLUSTER_IMTP) -> None:
        self.board = HealthBoardFactory()
        authority = LocalAuthorityFactory(parent=self.board)
        self.cluster = ClusterFactory(parent=self.board, local_authority=authority)
        self.group = PlanningGroupFactory(parent=self.board)
        CoverageFactory(planning_group=self.group, local_authority=authority)
        self.pharmacy = CollaborativeFactory(cluster=self.cluster)
        self.optometry = CollaborativeFactory(cluster=self.cluster)
        self.round = PlanningRoundFactory(body=self.board.parent, template__kind=kind)
        for number, (code, more) in enumerate(SECTIONS.items(), start=1):
            TemplateSectionFactory(template=self.round.template, code=code, order=number, **more)
        self.lead = self.appoint(Office.CLUSTER_LEAD, self.cluster)
        self.pharmacy_lead = self.appoint(Office.COLLABORATIVE_LEAD, self.pharmacy)
        self.edition = self.start()

    def start(self):
        body = self.group if self.round.template.kind == PlanKind.PAN_CLUSTER else self.cluster
        by = self.lead if body is self.cluster else self.appoint(Office.PLANNING_GROUP_CHAIR, self.group)
        return actions.start_plan(body=body, planning_round=self.round, by=by, **NOW)

    @property
    def plan(self):
        return self.edition.plan

    def appoint(self, office: Office, body: Body):
        """Return somebody who holds an office of a body, with a second factor."""
        seat = SeatFactory(office=office, body=body, name_en=f"{office} {body.pk}")
        basis = Basis.JOINT if seat.is_shared else Basis.SUBSTANTIVE
        person = AppointmentFactory(seat=seat, basis=basis, during=from_day(ON), person=PersonFactory()).person
        person.authenticator_set.create(type="totp", data={"secret": "made for a test"})
        return person

    def section(self, code: str = "summary", collaborative=None):
        return self.edition.section_rows.get(code=code, collaborative=collaborative)

    def add(self, code: str, by=None, **values):
        """Add a row with a title in both languages."""
        texts = {"title_en": f"A {code}", "title_cy": f"Enghraifft: {code}"}
        more = {"likelihood": 2, "impact": 3} if code == "risk" else {}
        kind = KINDS[code]
        return actions.add_row(
            edition=self.edition, kind=kind, values={**texts, **more, **values}, by=by or self.lead, **NOW
        )

    def save(self, row, by=None, version=None, **values):
        told = {name: values.pop(name) for name in ("written_in", "minor", "note") if name in values}
        version = row.version if version is None else version
        return actions.save_row(row=row, values=values, version=version, by=by or self.lead, **told, **NOW)

    def freeze(self) -> None:
        """Freeze the edition as approval does, without those who approve."""
        self.edition.refresh_from_db()
        self.edition.state, self.edition.frozen_at = EditionState.APPROVED, AT
        self.edition.content, self.edition.digest = {}, "0" * 64
        self.edition.save()


SECTIONS = {
    "summary": {},
    "workforce": {"has_parts": True},
    "needs": {"rows": "needs"},
    "actions": {"rows": "priorities"},
    "risks": {"rows": "risks", "is_required": False},
    "files": {"rows": "attachments", "is_required": False},
}
