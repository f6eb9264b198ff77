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
    "plans.make_document": _("%(who)s made a document of a plan: %(what)s."),
    "plans.attach_historic": _("%(who)s attached a plan from before: %(what)s."),
    **{move.action: move.sentence for move in MOVES.values()},
}
