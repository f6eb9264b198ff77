"""The questions of signing in and of one's own account, in our words."""

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.versions import Versioned

NEW_PASSWORD = _("At least 12 characters. Three words that have nothing to do with each other are easy to remember.")


class Worded:
    """A form of django-allauth whose labels are ours; hints are empty where none is given."""

    labels: dict[str, object] = {}
    hints: dict[str, object] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = self.hints.get(name, "")


class SignInForm(Worded, account_forms.LoginForm):
    labels = {"login": _("E-mail address"), "password": _("Password")}


class NewPasswordForm(Worded, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}
    hints = {"password1": NEW_PASSWORD}

    def clean(self) -> dict[str, object]:
        """Refuse two new passwords that differ, in our words."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two new passwords are not the same."))
        return self.cleaned_data


class ChangePasswordForm(Worded, account_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), **NewPasswordForm.labels}
    hints = NewPasswordForm.hints
    clean = NewPasswordForm.clean


class AskNewPasswordForm(Worded, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class ReauthenticateForm(Worded, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class CodeForm(Worded, factor_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("The six digits that your authenticator app shows now, or one of your recovery codes.")}


class CodeAgainForm(Worded, factor_forms.ReauthenticateForm):
    labels = CodeForm.labels
    hints = CodeForm.hints


class SetUpForm(Worded, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code")}
    hints = {"code": _("The six digits that your authenticator app shows for Clwstwr.")}


class AddPasskeyForm(Worded, webauthn_forms.AddWebAuthnForm):
    labels = {"name": _("Name of the passkey")}
    hints = {"name": _("Such as: work phone")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.initial["name"] = ""
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.initial["passwordless"] = True


class Wary:
    """A form whose passkey may have been written by hand, with parts left out that the library takes for granted."""

    def clean_credential(self) -> object:
        try:
            return super().clean_credential()
        except (AttributeError, KeyError, TypeError) as problem:
            raise get_adapter().validation_error("incorrect_code") from problem


class SignInWithPasskeyForm(Wary, webauthn_forms.LoginWebAuthnForm):
    pass


class PasskeyForm(Wary, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(Wary, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class NamePasskeyForm(Worded, webauthn_forms.EditWebAuthnForm):
    labels = AddPasskeyForm.labels


class Details(forms.Form):
    """What people say of themselves."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    language = forms.ChoiceField(label=_("In which language shall we write to you?"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class DetailsForm(Versioned, Details):
    """What people change of what they said of themselves."""


class NewAddressForm(forms.Form):
    """The address that somebody wants to have; their own is no new one."""

    address = forms.EmailField(label=_("New e-mail address"), max_length=254)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["address"].widget.attrs["autocomplete"] = "email"

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if address.casefold() == self.person.email.casefold():
            raise forms.ValidationError(_("This is your e-mail address already."))
        return address


class AcceptForm(Details):
    """What an invited person answers; the password is checked against their own name and address too."""

    password = forms.CharField(label=_("New password"), help_text=NEW_PASSWORD, widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, initial={"name": person.name, "language": get_language()}, **kwargs)
        self.person = person
        self.fields["password"].widget.attrs["autocomplete"] = "new-password"

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], user=self.person)
        return self.cleaned_data["password"]
