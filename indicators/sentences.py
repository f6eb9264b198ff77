"""What the actions of figures are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "indicators.load_catalogue": _("%(who)s loaded the catalogue of indicators."),
    "indicators.publish_release": _("%(who)s published a release of figures: %(what)s."),
    "indicators.import_figures": _("%(who)s imported figures: %(what)s."),
    "indicators.choose_key_indicators": _("%(who)s chose the key indicators: %(what)s."),
    "indicators.withdraw_release": _("%(who)s withdrew figures: %(what)s."),
    "indicators.load_published_rates": _("%(who)s loaded published rates."),
}

# What the tables of which a history is kept are called there.
TABLES = {
    "indicators.indicator": _("Indicator"),
    "indicators.release": _("Release"),
}
