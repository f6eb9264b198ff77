"""What is asked where texts go to a translator and come back."""

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = (("csv", _("CSV, for a spreadsheet program")), ("xlf", _("XLIFF 2.0, for a translation tool")))


class ExportForm(forms.Form):
    """Which texts are wanted, and as what; all of it stands in the address."""

    into = forms.ChoiceField(label=_("Into"), choices=[("cy", _("Welsh")), ("en", _("English"))])
    which = forms.ChoiceField(
        label=_("Which texts"),
        choices=[("open", _("What is missing or out of date")), ("all", _("Everything"))],
    )
    format = forms.ChoiceField(label=_("As"), choices=FORMATS)


class ImportForm(forms.Form):
    """A file that came back."""

    file = forms.FileField(label=_("File"), max_length=200)
