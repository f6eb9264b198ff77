"""A valid object of every model of plans, and of the actions that they lead to, with no arguments."""

import datetime
import hashlib
import uuid

import factory
from factory.django import DjangoModelFactory

from governance.models import Action, ActionUpdate
from plans.models import (
    ApprovalRoute,
    Attachment,
    Authorship,
    Autosave,
    Comment,
    Confirmation,
    Deadline,
    Document,
    Edition,
    EditionState,
    MailChoice,
    Milestone,
    MilestoneUpdate,
    Need,
    ParityExemption,
    Plan,
    PlanKind,
    PlannedAction,
    PlanningRound,
    Presence,
    Priority,
    Risk,
    Section,
    Stage,
    StoredFile,
    Submission,
    TemplateEdition,
    TemplateSection,
    Theme,
    TranslationFile,
    Verdict,
)
from tests.moments import AT, ON

__all__ = [
    "ActionFactory",
    "ActionUpdateFactory",
    "TemplateEditionFactory",
    "TemplateSectionFactory",
    "PlanningRoundFactory",
    "DeadlineFactory",
    "ApprovalRouteFactory",
    "ThemeFactory",
    "PlanFactory",
    "EditionFactory",
    "AuthorshipFactory",
    "ParityExemptionFactory",
    "ConfirmationFactory",
    "StoredFileFactory",
    "DocumentFactory",
    "SectionFactory",
    "NeedFactory",
    "PriorityFactory",
    "PlannedActionFactory",
    "MilestoneFactory",
    "RiskFactory",
    "AttachmentFactory",
    "SubmissionFactory",
    "VerdictFactory",
    "MailChoiceFactory",
    "CommentFactory",
    "AutosaveFactory",
    "PresenceFactory",
    "MilestoneUpdateFactory",
    "TranslationFileFactory",
]

PERSON = "tests.factories.PersonFactory"
CLUSTER = "tests.factories.ClusterFactory"
HEALTH_BOARD = "tests.factories.HealthBoardFactory"


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    body = factory.SubFactory(CLUSTER)
    title_en = "An example action"
    title_cy = "Cam gweithredu enghreifftiol"


class ActionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    period_starts_on = ON
    status = Action.Status.UNDER_WAY
    percent = 10
    made_by = factory.SubFactory(PERSON)
    made_at = AT


class TemplateEditionFactory(DjangoModelFactory):
    class Meta:
        model = TemplateEdition

    code = factory.Sequence(lambda n: f"template-{n}")
    kind = PlanKind.CLUSTER_IMTP
    title_en = "An example template"
    title_cy = "Templed enghreifftiol"


class TemplateSectionFactory(DjangoModelFactory):
    class Meta:
        model = TemplateSection

    template = factory.SubFactory(TemplateEditionFactory)
    code = factory.Sequence(lambda n: f"section-{n}")
    order = factory.Sequence(lambda n: n + 1)
    title_en = "An example section"
    title_cy = "Adran enghreifftiol"


class PlanningRoundFactory(DjangoModelFactory):
    class Meta:
        model = PlanningRound

    body = factory.SubFactory("tests.factories.NationFactory")
    template = factory.SubFactory(TemplateEditionFactory)
    name_en = "An example round"
    name_cy = "Rownd enghreifftiol"
    first_year = 2026
    opens_on = ON


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    round = factory.SubFactory(PlanningRoundFactory)
    stage = Stage.AGREED
    due_on = ON


class ApprovalRouteFactory(DjangoModelFactory):
    class Meta:
        model = ApprovalRoute

    board = factory.SubFactory(HEALTH_BOARD)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    code = factory.Sequence(lambda n: f"theme-{n}")
    name_en = "An example theme"
    name_cy = "Thema enghreifftiol"
    order = 900


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    body = factory.SubFactory(CLUSTER)
    kind = PlanKind.CLUSTER_IMTP
    round = factory.SubFactory(PlanningRoundFactory)
    first_year = 2026


class EditionFactory(DjangoModelFactory):
    """A draft; frozen, and published where so asked, with nothing in it."""

    class Meta:
        model = Edition

    class Params:
        approved = factory.Trait(
            state=EditionState.APPROVED,
            frozen_at=AT,
            content=factory.LazyFunction(dict),
            digest=hashlib.sha256(b"{}").hexdigest(),
        )
        published = factory.Trait(approved=True, state=EditionState.PUBLISHED, published_at=AT)

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n % 1000 + 1)
    started_at = AT


class AuthorshipFactory(DjangoModelFactory):
    class Meta:
        model = Authorship

    edition = factory.SubFactory(EditionFactory)
    person = factory.SubFactory(PERSON)


class ParityExemptionFactory(DjangoModelFactory):
    class Meta:
        model = ParityExemption

    edition = factory.SubFactory(EditionFactory)
    reason = "The translator is away."
    due_on = ON + datetime.timedelta(days=30)
    granted_by = factory.SubFactory(PERSON)
    granted_at = AT


class ConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = Confirmation

    edition = factory.SubFactory(EditionFactory, published=True)
    confirmed_by = factory.SubFactory(PERSON)
    confirmed_at = AT


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    name = "example.txt"
    media_type = "text/plain"
    content = b"An example."
    size = factory.LazyAttribute(lambda made: len(made.content))
    digest = factory.LazyAttribute(lambda made: hashlib.sha256(made.content).hexdigest())
    stored_at = AT


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    edition = factory.SubFactory(EditionFactory, published=True)
    kind = Document.Kind.PDF
    language = "en"
    file = factory.SubFactory(StoredFileFactory)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    edition = factory.SubFactory(EditionFactory)
    code = factory.Sequence(lambda n: f"section-{n}")
    text_en = "What is to be said."
    text_cy = "Yr hyn sydd i'w ddweud."


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    edition = factory.SubFactory(EditionFactory)
    title_en = "An example need"
    title_cy = "Angen enghreifftiol"


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    edition = factory.SubFactory(EditionFactory)
    title_en = "An example priority"
    title_cy = "Blaenoriaeth enghreifftiol"


class PlannedActionFactory(DjangoModelFactory):
    class Meta:
        model = PlannedAction

    edition = factory.SubFactory(EditionFactory)
    action = factory.SubFactory(ActionFactory, body=factory.SelfAttribute("..edition.plan.body"))
    title_en = "An example action"
    title_cy = "Cam gweithredu enghreifftiol"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    edition = factory.SubFactory(EditionFactory)
    title_en = "An example milestone"
    title_cy = "Carreg filltir enghreifftiol"
    action = factory.LazyFunction(uuid.uuid4)
    due_on = ON


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    edition = factory.SubFactory(EditionFactory)
    title_en = "An example risk"
    title_cy = "Risg enghreifftiol"
    likelihood = 2
    impact = 3


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    edition = factory.SubFactory(EditionFactory)
    title_en = "An example file"
    title_cy = "Ffeil enghreifftiol"
    language = Attachment.Language.BOTH
    file = factory.SubFactory(StoredFileFactory)


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = Submission

    edition = factory.SubFactory(EditionFactory)
    plan = factory.SelfAttribute("edition.plan")
    content = factory.LazyFunction(dict)
    submitted_by = factory.SubFactory(PERSON)
    submitted_at = AT


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = Verdict

    submission = factory.SubFactory(SubmissionFactory)
    stage = Verdict.Stage.BOARD
    office = "approver"
    outcome = Verdict.Outcome.PASSED
    decided_by = factory.SubFactory(PERSON)
    decided_at = AT


class MailChoiceFactory(DjangoModelFactory):
    class Meta:
        model = MailChoice

    person = factory.SubFactory(PERSON)


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    plan = factory.SubFactory(PlanFactory)
    key = factory.LazyFunction(uuid.uuid4)
    text = "An example remark."
    written_by = factory.SubFactory(PERSON)
    written_at = AT


class AutosaveFactory(DjangoModelFactory):
    class Meta:
        model = Autosave

    person = factory.SubFactory(PERSON)
    edition = factory.SubFactory(EditionFactory)
    kind = "section"
    saved_at = AT


class PresenceFactory(DjangoModelFactory):
    class Meta:
        model = Presence

    person = factory.SubFactory(PERSON)
    edition = factory.SubFactory(EditionFactory)
    key = factory.LazyFunction(uuid.uuid4)
    seen_at = AT


class MilestoneUpdateFactory(DjangoModelFactory):
    class Meta:
        model = MilestoneUpdate

    plan = factory.SubFactory(PlanFactory)
    key = factory.LazyFunction(uuid.uuid4)
    due_on = ON
    made_by = factory.SubFactory(PERSON)
    made_at = AT


class TranslationFileFactory(DjangoModelFactory):
    class Meta:
        model = TranslationFile

    edition = factory.SubFactory(EditionFactory)
    language = "cy"
    file_name = "example.csv"
    rows = factory.LazyFunction(list)
    uploaded_by = factory.SubFactory(PERSON)
    uploaded_at = AT
    expires_at = AT + datetime.timedelta(days=1)
