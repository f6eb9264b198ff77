"""What the actions of accounts are called in the record."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "accounts.invite": _("%(who)s invited somebody to sign in: %(what)s."),
    "accounts.resend": _("%(who)s sent an invitation again: %(what)s."),
    "accounts.revoke": _("%(who)s withdrew an invitation: %(what)s."),
    "accounts.accept": _("%(who)s accepted an invitation: %(what)s."),
    "accounts.change_details": _("%(who)s changed their own details."),
    "accounts.ask_new_address": _("%(who)s asked for another e-mail address."),
    "accounts.confirm_address": _("%(who)s changed their e-mail address."),
    "accounts.offer_new_password": _("%(who)s sent a link for a new password: %(what)s."),
    "accounts.set_password": _("%(who)s set a new password."),
    "accounts.end_sessions": _("%(who)s ended sessions of their own."),
    "accounts.renew_factor_keys": _("%(who)s encrypted the secrets of second factors anew."),
    "accounts.link_provider": _("%(who)s signed in through a provider for the first time."),
}
