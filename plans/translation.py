"""Which columns of plans exist once a language; history is tracked after that, or it would miss them."""

import pghistory
from modeltranslation.translator import TranslationOptions, register

from plans.models import (
    ApprovalRoute,
    Attachment,
    Comment,
    Confirmation,
    Deadline,
    Edition,
    Milestone,
    MilestoneUpdate,
    Need,
    ParityExemption,
    Plan,
    PlannedAction,
    PlanningRound,
    Priority,
    Risk,
    Section,
    Submission,
    TemplateEdition,
    TemplateSection,
    Theme,
    Verdict,
)


@register(TemplateEdition)
class TemplateEditionTranslation(TranslationOptions):
    fields = ("title",)


@register(TemplateSection)
class TemplateSectionTranslation(TranslationOptions):
    fields = ("title", "help")


@register(PlanningRound)
class PlanningRoundTranslation(TranslationOptions):
    fields = ("name",)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("summary", "withdrawal_reason")


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("text",)


@register(Need)
class NeedTranslation(TranslationOptions):
    fields = ("title", "said", "what", "so_what", "now_what")


@register(Priority)
class PriorityTranslation(TranslationOptions):
    fields = ("title", "text")


@register(PlannedAction)
class PlannedActionTranslation(TranslationOptions):
    fields = ("title", "why", "output", "outcome", "measure", "partners")


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title",)


@register(Risk)
class RiskTranslation(TranslationOptions):
    fields = ("title", "mitigation")


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title",)


TRACKED = (TemplateEdition, TemplateSection, PlanningRound, Deadline, ApprovalRoute, Plan, Edition, ParityExemption)
TRACKED += (Confirmation, Submission, Verdict, Comment, MilestoneUpdate)
for tracked in TRACKED:
    pghistory.track()(tracked)
# What is removed from a draft leaves its last state in the history too.
EVERY_EVENT = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
for row in (Section, Need, Priority, PlannedAction, Milestone, Risk, Attachment):
    pghistory.track(*(event() for event in EVERY_EVENT))(row)
