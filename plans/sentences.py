"""What the actions of plans are called in the record."""

from django.utils.translation import gettext_lazy as _

from plans.states import MOVES

SENTENCES = {
    "plans.load_templates": _("%(who)s loaded the templates of plans."),
    "plans.start_plan": _("%(who)s started a plan: %(what)s."),
    "plans.start_edition": _("%(who)s started a new edition of a plan: %(what)s."),
    "plans.save_row": _("%(who)s changed a plan: %(what)s."),
    "plans.add_row": _("%(who)s added to a plan: %(what)s."),
    "plans.remove_row": _("%(who)s removed something from a plan: %(what)s."),
    "plans.move_row": _("%(who)s changed the order in a plan: %(what)s."),
    "plans.check_half": _("%(who)s checked one language of a plan against the other: %(what)s."),
    "plans.remark": _("%(who)s remarked on a plan: %(what)s."),
    "plans.answer_remark": _("%(who)s answered a remark on a plan: %(what)s."),
    "plans.resolve_remark": _("%(who)s settled a remark on a plan: %(what)s."),
    "plans.reopen_remark": _("%(who)s opened a remark on a plan again: %(what)s."),
    "plans.carry_forward": _("%(who)s carried over from an earlier plan: %(what)s."),
    "plans.confirm_unchanged": _("%(who)s looked at a plan again and changed nothing: %(what)s."),
    **{move.action: move.sentence for move in MOVES.values()},
}
