"""What narrows the record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.audit import SENTENCES
from common.forms import DayField


class RecordForm(forms.Form):
    """Words, an action and a first day; all of it stands in the address."""

    q = forms.CharField(label=_("Person or thing"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("What happened"), required=False)
    since = DayField(label=_("From the day"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *sorted(_actions(), key=lambda one: one[1].casefold())]


def _actions() -> list[tuple[str, str]]:
    """Return the actions that can be asked for, in words that stand without a name."""
    facts = {"who": "…", "what": "…"}
    return [(action, str(words) % facts) for action, words in SENTENCES.items()]
