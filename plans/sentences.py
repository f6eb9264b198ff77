"""What the actions of plans are called in the record."""

from django.utils.translation import gettext_lazy as _

from plans.editions.states import MOVES

SENTENCES = {
    "plans.load_templates": _("%(who)s loaded the templates of plans."),
    "plans.start_plan": _("%(who)s started a plan: %(what)s."),
    "plans.start_edition": _("%(who)s started a new edition of a plan: %(what)s."),
    "plans.save_row": _("%(who)s changed a plan: %(what)s."),
    "plans.add_row": _("%(who)s added to a plan: %(what)s."),
    "plans.remove_row": _("%(who)s removed something from a plan: %(what)s."),
    "plans.move_row": _("%(who)s changed the order in a plan: %(what)s."),
    "plans.check_half": _("%(who)s checked one language of a plan against the other: %(what)s."),
    "plans.upload_translations": _("%(who)s sent a file of translations for a plan: %(what)s."),
    "plans.save_translations": _("%(who)s saved translations in a plan: %(what)s."),
    "plans.approve_in_part": _("%(who)s approved a plan that others approve as well: %(what)s."),
    "plans.schedule": _("%(who)s set the moment at which a plan will be published: %(what)s."),
    "plans.unschedule": _("%(who)s took back the moment at which a plan was to be published: %(what)s."),
    "plans.grant_exemption": _("%(who)s gave leave to publish a plan though one language lacks something: %(what)s."),
    "plans.open_round": _("%(who)s opened a planning round: %(what)s."),
    "plans.set_deadlines": _("%(who)s set by when plans are due: %(what)s."),
    "plans.set_route": _("%(who)s set through whose hands plans go to approval: %(what)s."),
    "plans.make_document": _("%(who)s made a document of a plan: %(what)s."),
    "plans.update_action": _("%(who)s said how an action of a plan stands: %(what)s."),
    "plans.update_milestone": _("%(who)s said how a milestone of a plan stands: %(what)s."),
    "plans.attach_historic": _("%(who)s attached a plan from before: %(what)s."),
    "plans.choose_mails": _("%(who)s chose how often to be reminded of plans."),
    "plans.remark": _("%(who)s remarked on a plan: %(what)s."),
    "plans.answer_remark": _("%(who)s answered a remark on a plan: %(what)s."),
    "plans.resolve_remark": _("%(who)s settled a remark on a plan: %(what)s."),
    "plans.reopen_remark": _("%(who)s opened a remark on a plan again: %(what)s."),
    "plans.carry_forward": _("%(who)s carried over from an earlier plan: %(what)s."),
    "plans.confirm_unchanged": _("%(who)s looked at a plan again and changed nothing: %(what)s."),
    **{move.action: move.sentence for move in MOVES.values()},
}

# What the tables of which a history is kept are called there.
TABLES = {
    "plans.templateedition": _("Template of plans"),
    "plans.templatesection": _("Section of a template"),
    "plans.planninground": _("Planning round"),
    "plans.deadline": _("Deadline"),
    "plans.approvalroute": _("Way to approval"),
    "plans.plan": _("Plan"),
    "plans.edition": _("Edition of a plan"),
    "plans.parityexemption": _("Leave to publish without a half"),
    "plans.confirmation": _("Looked at, nothing to change"),
    "plans.submission": _("Sent to be decided"),
    "plans.verdict": _("Decision on a plan"),
    "plans.comment": _("Remark"),
    "plans.milestoneupdate": _("How a milestone stands"),
    "plans.section": _("Section"),
    "plans.need": _("Need"),
    "plans.priority": _("Priority"),
    "plans.plannedaction": _("Planned action"),
    "plans.milestone": _("Milestone"),
    "plans.risk": _("Risk"),
    "plans.attachment": _("Attachment"),
}
