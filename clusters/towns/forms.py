"""What is asked where a place gets its name in Welsh."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.versions import Versioned


class NameForm(Versioned):
    """The name, as people who live there write it."""

    name_cy = forms.CharField(
        label=_("Welsh name"), max_length=200, help_text=_("As it is written where it stands by itself, not mutated.")
    )

    def __init__(self, *args: Any, stands: Callable[[], dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, stands=stands, initial=stands(), **kwargs)
