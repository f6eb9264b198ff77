"""What the actions of accounts are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "accounts.invite": _("%(who)s invited somebody to sign in: %(what)s."),
    "accounts.resend": _("%(who)s sent an invitation again: %(what)s."),
    "accounts.revoke": _("%(who)s withdrew an invitation: %(what)s."),
    "accounts.accept": _("%(who)s accepted an invitation: %(what)s."),
}
