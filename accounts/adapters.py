"""What django-allauth asks of the portal: nobody signs up, and every refusal is in our words, in both languages."""

from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import factor_secrets, own_actions
from accounts.factors import USED_ELSEWHERE, used_elsewhere
from accounts.models import Person
from common import clock

TOO_MANY = _("This was tried too often in a short time. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("The password is not right."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": _("There were too many attempts to sign in. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        theirs, ours = "allauth.mfa.stages.AuthenticateStage", "accounts.provider.FactorStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Note for the length of the session that a second factor was used at the identity provider."""
        if used_elsewhere(hooks["signal_kwargs"]):
            request.session[USED_ELSEWHERE] = True
        return super().post_login(request, user, **hooks)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how somebody confirms that it is them: by their second factor; by password where there is none."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Write to the address that the account has, not to the one that was typed."""
        own_actions.offer_new_password(person=user, uid=context["uid"], key=context["key"], at=clock.now())

    def set_password(self, user: Person, password: str) -> None:
        own_actions.set_password(person=user, password=password, at=clock.now())

    def add_message(self, *_arguments: Any, **_named: Any) -> None:
        """Say nothing by the way: the page that follows shows what was done."""


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or was used already. Wait for the next one and enter that."),
    }

    def encrypt(self, text: str) -> str:
        return factor_secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return factor_secrets.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Clwstwr"

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw the key for a camera, dark on white whatever the page's colours, without any style of its own."""
        drawn = qrcode.make(url, image_factory=SvgPathFillImage)
        return SafeString(drawn.to_string(encoding="unicode"))
