"""What the actions of places are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "clusters.load_reference_data": _("%(who)s loaded the places from the files that come with the portal."),
    "clusters.load_examples": _("%(who)s loaded the example places."),
    "clusters.open_standard_seats": _("%(who)s opened the standard seats that bodies lacked."),
    "clusters.join": _("%(who)s entered a provider in a cluster: %(what)s."),
    "clusters.move": _("%(who)s moved a provider to another cluster: %(what)s."),
    "clusters.leave": _("%(who)s ended the membership of a provider: %(what)s."),
    "clusters.upload": _("%(who)s sent a file of changes: %(what)s."),
    "clusters.confirm_upload": _("%(who)s carried out a file of changes: %(what)s."),
    "clusters.undo_upload": _("%(who)s took back a file of changes: %(what)s."),
    "clusters.open_cluster": _("%(who)s opened a cluster: %(what)s."),
    "clusters.rename_cluster": _("%(who)s renamed a cluster: %(what)s."),
    "clusters.merge_cluster": _("%(who)s merged clusters: %(what)s."),
    "clusters.split_cluster": _("%(who)s divided a cluster: %(what)s."),
    "clusters.name_place": _("%(who)s gave a place its Welsh name: %(what)s."),
    "clusters.close_cluster": _("%(who)s closed a cluster: %(what)s."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "clusters.area": _("Area"),
    "clusters.planninggroup": _("Planning group"),
    "clusters.coverage": _("Area of a planning group"),
    "clusters.provider": _("Provider"),
    "clusters.membership": _("Membership"),
    "clusters.place": _("Place"),
}
