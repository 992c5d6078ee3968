"""Who may sign in to the desk: invited staff, and nobody by signing up. What is tried is limited and journalled."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import TooMany
from firstpoint.core.rate_limits import count_try, network_of, take_back_try
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import User, public_site

WINDOW = timedelta(minutes=10)
# Refused tries in a window. Many of the staff share one network address; nobody shares an account.
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 50

WRONG_CODE = _("This code is not right, or was used already. Enter the newest code of your app, or a recovery code.")

# What the library would say in sentences of its own; whatever is not here goes unsaid.
SENTENCES = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("The second factor is on."),
    "mfa/messages/totp_deactivated.txt": _("The second factor is off."),
    "mfa/messages/recovery_codes_generated.txt": _("These are your recovery codes. Any older ones no longer work."),
}


class StaffAccounts(DefaultAccountAdapter):
    """Accounts are made by invitation only; sign-in is limited per account and per network address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address and the password do not belong together. Check both."),
        "too_many_login_attempts": _("There were too many attempts. Wait ten minutes, then try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "invalid_password_reset": _("This link was used already, or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            for key, limit in self._limits(request, credentials["email"]):
                count_try(key, limit=limit, window=WINDOW)
        except TooMany as error:
            self._refuse(credentials["email"], "too_many")
            raise self.validation_error("too_many_login_attempts") from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            return None
        if not user.is_active or user.is_machine:
            # Told nothing else than a stranger is.
            self._refuse(user.email, "inactive")
            return None
        for key, _limit in self._limits(request, credentials["email"]):
            take_back_try(key)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._refuse(credentials["email"], "password")

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        if user.is_active and not user.is_machine:
            return None
        people.note_refusal(user.pk, actor=public_site(), reason="inactive")
        return redirect("account_inactive")

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        people.note_sign_in(actor=user.acting())
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            people.note_sign_out(actor=request.user.acting())
        super().logout(request)

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_more: Any) -> None:
        """Record what changed about somebody's sign-in; a job tells them."""
        people.note_sign_in_changed(actor=user.acting(), change=template_prefix.rpartition("/")[2])

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Leave the mail to a job: sent from here, its time would tell whether the address exists."""
        people.request_password_link(user, actor=public_site())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:profile")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *_args: Any, **_more: Any
    ) -> None:
        if sentence := SENTENCES.get(message_template):
            messages.add_message(request, level, str(sentence))

    def network_of(self, request: HttpRequest) -> str:
        """Return what limits count as one sender."""
        return network_of(self.get_client_ip(request))

    def _limits(self, request: HttpRequest, email: str) -> Iterator[tuple[str, int]]:
        yield f"sign-in address {self.network_of(request)}", TRIES_PER_ADDRESS
        yield f"sign-in account {email.lower()}", TRIES_PER_ACCOUNT

    def _refuse(self, email: str, reason: str) -> None:
        known = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
        people.note_refusal(known, actor=public_site(), reason=reason)


class StaffSecondFactor(DefaultMFAAdapter):
    """Codes of an app, and recovery codes."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Return a key of a second factor as the database keeps it: of no use to who steals a copy of the database."""
        return _sealed_by_secret_key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the key that `encrypt` was given."""
        return _sealed_by_secret_key().decrypt(encrypted_text.encode()).decode()


def _sealed_by_secret_key() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor {settings.SECRET_KEY}".encode()).digest()))


class StaffSingleSignOn(DefaultSocialAccountAdapter):
    """The agency's own sign-in opens the desk to those who are on the staff list under the same, verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_more: Any) -> None:
        messages.error(request, str(_("The agency's sign-in did not let you in. Try again, or use your password.")))
        raise ImmediateHttpResponse(redirect("account_login"))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("desk:profile"))
        if sociallogin.is_existing:
            return
        verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        user = User.objects.filter(
            email__in=[address.lower() for address in verified], is_active=True, is_machine=False
        ).first()
        if user is None:
            people.note_refusal(None, actor=public_site(), reason="not_on_staff_list")
            messages.error(request, str(_("You are not on the staff list. Ask an administrator for an invitation.")))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
