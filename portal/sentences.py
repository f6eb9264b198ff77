"""What the actions that join the rooms are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"portal.forget_examples": _("%(who)s removed the examples.")}
