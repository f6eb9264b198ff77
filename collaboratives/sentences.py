"""What the actions of collaboratives are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "collaboratives.load_professions": _("%(who)s loaded the professions."),
    "collaboratives.open": _("%(who)s opened a collaborative: %(what)s."),
    "collaboratives.change_state": _("%(who)s changed the state of a collaborative: %(what)s."),
    "collaboratives.describe": _("%(who)s described a collaborative: %(what)s."),
    "collaboratives.open_example_group": _("%(who)s opened the planning group of the example board: %(what)s."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "collaboratives.profession": _("Profession"),
    "collaboratives.collaborative": _("Collaborative"),
}
