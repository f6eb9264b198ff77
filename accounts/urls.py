"""The addresses of signing in and of one's own account; the names are those that django-allauth looks for."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts import draft_views, own_views, passkeys, provider, views

urlpatterns = [
    path(_("account/"), views.account, name="account"),
    path(_("account/sign-in/"), views.SignIn.as_view(), name="account_login"),
    path(_("account/sign-in/<slug:provider_id>/"), provider.start, name="openid_connect_login"),
    path(_("account/sign-in/<slug:provider_id>/back/"), provider.finish, name="openid_connect_callback"),
    path(_("account/sign-out/"), views.SignOut.as_view(), name="account_logout"),
    path(_("account/invitation/<str:token>/"), views.accept_invitation, name="account_invitation"),
    path(_("account/closed/"), views.closed, name="account_inactive"),
    path(_("account/password/"), views.ChangePassword.as_view(), name="account_change_password"),
    path(_("account/details/"), own_views.details, name="account_details"),
    path(_("account/address/"), own_views.change_address, name="account_change_address"),
    path(_("account/address/asked/"), own_views.address_asked, name="account_address_asked"),
    path(_("account/address/<str:token>/"), own_views.confirm_address, name="account_confirm_address"),
    path(_("account/new-password/"), own_views.AskNewPassword.as_view(), name="account_reset_password"),
    path(_("account/new-password/asked/"), own_views.new_password_asked, name="account_reset_password_done"),
    path(_("account/new-password/set/"), own_views.new_password_set, name="account_reset_password_from_key_done"),
    path(
        _("account/new-password/<str:uidb36>/<str:key>/"),
        own_views.SetNewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(_("account/sessions/"), views.own_sessions, name="account_sessions"),
    path(_("account/stay/"), views.stay, name="account_stay"),
    path(_("account/drafts/"), draft_views.drafts_of_page, name="account_drafts"),
    path(_("account/kept/"), views.kept, name="account_kept"),
    path(_("account/confirm-password/"), views.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path(_("account/code/"), views.EnterCode.as_view(), name="mfa_authenticate"),
    path(_("account/confirm-code/"), views.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path(_("account/authenticator/"), views.SetUpAuthenticator.as_view(), name="mfa_activate_totp"),
    path(_("account/authenticator/remove/"), views.RemoveAuthenticator.as_view(), name="mfa_deactivate_totp"),
    path(_("account/passkeys/"), passkeys.Passkeys.as_view(), name="mfa_list_webauthn"),
    path(_("account/passkeys/add/"), passkeys.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(_("account/passkeys/<int:pk>/name/"), passkeys.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path(_("account/passkeys/<int:pk>/remove/"), passkeys.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path(_("account/passkeys/sign-in/"), passkeys.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path(_("account/passkeys/confirm/"), passkeys.ConfirmPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path(_("account/recovery-codes/"), views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
]
