"""Addresses of signing in, second factors and passwords: of the library's many, the few that staff need."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount.providers.openid_connect import views as openid_connect

from django.urls import path
from django.views.generic import RedirectView

from firstpoint.doors.desk.sign_in_views import choose_language, framed

urlpatterns = [
    path("language/", choose_language, name="set_language"),
    path("sign-in/", framed(account.login), name="account_login"),
    path("sign-out/", framed(account.logout), name="account_logout"),
    path("inactive/", framed(account.account_inactive), name="account_inactive"),
    path("again/", framed(account.reauthenticate), name="account_reauthenticate"),
    path("password/", framed(account.password_change), name="account_change_password"),
    path("password/forgotten/", framed(account.password_reset), name="account_reset_password"),
    # Whoever has no password yet gets one by a link that is mailed to them, and in no other way.
    path("password/forgotten/", framed(account.password_reset), name="account_set_password"),
    path("password/sent/", framed(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/choose/<slug:uidb36>/<slug:key>/",
        framed(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/chosen/", framed(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    path("code/", framed(second_factor.authenticate), name="mfa_authenticate"),
    path("code/again/", framed(second_factor.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/", RedirectView.as_view(pattern_name="desk:profile"), name="mfa_index"),
    path("second-factor/on/", framed(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/off/", framed(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", framed(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", framed(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", framed(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("agency/<slug:provider_id>/", framed(openid_connect.login), name="openid_connect_login"),
    path("agency/<slug:provider_id>/back/", framed(openid_connect.callback), name="openid_connect_callback"),
]
