"""Forms that edit what is there: what was shown is marked, and checked where it is changed."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Meanwhile, Refused

CONFLICT = 409
SEEN = "seen"
OVERTAKEN = gettext_lazy(
    "Somebody else has changed this since you opened it. What you wrote is still here: look at what they wrote, and"
    " save again."
)


def version_of(stands: Any) -> str:
    """Return the mark of how something stands: of facts that are read from the database alike each time."""
    return hashlib.blake2b(repr(stands).encode(), digest_size=16).hexdigest()


def refuse_overtaken(seen: str | None, stands: Any) -> None:
    """Raise `Meanwhile` where something no longer stands as it was shown; None where no form showed it.

    Called by the action that holds what it changes, so that of two who saved at once one is told.
    """
    if seen is not None and seen != version_of(stands):
        raise Meanwhile(OVERTAKEN)


class Versioned(forms.Form):
    """A form that edits what is there and says, in its hidden `seen`, how that stood when it was shown.

    `stands` reads what its action will read again. Facts by the name of a field are told to whoever was overtaken.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stands: Callable[[], Any], initial: dict[str, Any] | None = None, **kwargs: Any):
        self.stands, self.status = stands, 200
        super().__init__(*args, initial={**(initial or {}), SEEN: version_of(stands())}, **kwargs)

    def refuse(self, refusal: Refused) -> None:
        """Say why nothing was done; whoever was overtaken may look at what stands now, and save again."""
        if not isinstance(refusal, Meanwhile):
            self.add_error(None, str(refusal))
            return
        now = self.stands()
        self.add_error(None, [str(refusal), *self._told(now)])
        self.data = self.data.copy()
        self.data[SEEN], self.status = version_of(now), CONFLICT

    def _told(self, now: Any) -> Iterator[str]:
        for name, value in now.items() if isinstance(now, dict) else ():
            if name in self.fields and self.cleaned_data.get(name) != value:
                facts = {"question": self.fields[name].label, "answer": _words(self.fields[name], value)}
                yield _("%(question)s It says now: %(answer)s") % facts


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Say in a form, versioned or not, why nothing was done."""
    if isinstance(form, Versioned):
        form.refuse(refusal)
    else:
        form.add_error(None, str(refusal))


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return _("nothing")
    choices = {str(key): str(words) for key, words in getattr(field, "choices", ())}
    shown = field.prepare_value(value)
    return choices.get(str(shown), str(shown))
