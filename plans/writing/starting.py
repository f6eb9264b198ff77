"""The question which plan to start."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.writing.queries import Startable


class StartForm(forms.Form):
    """One plan among those that may be started."""

    def __init__(self, *args: Any, startable: Sequence[Startable], **options: Any) -> None:
        super().__init__(*args, **options)
        self.startable = {one.value: one for one in startable}
        choices = [(value, _words(one)) for value, one in self.startable.items()]
        self.fields["plan"] = forms.TypedChoiceField(
            label=gettext_lazy("Which plan?"), choices=choices, coerce=self.startable.__getitem__
        )


def _words(one: Startable) -> str:
    kind = one.round.template.get_kind_display()
    return _("%(body)s: %(kind)s, %(round)s") % {"body": one.body.name, "kind": kind, "round": one.round}
