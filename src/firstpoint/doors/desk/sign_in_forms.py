"""The forms of signing in: the library's, our labels, what password managers need, and limits for every process."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second_factor
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp

from django import forms
from django.utils.translation import gettext_lazy as _

from firstpoint.core.errors import TooMany
from firstpoint.core.rate_limits import count_try, take_back_try
from firstpoint.domain.people import actions as people
from firstpoint.domain.people.models import PUBLIC_SITE_ID, User, public_site
from firstpoint.doors.desk.sign_in import TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS, WINDOW

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("The same password again"),
    "code": _("Code"),
}
AUTOCOMPLETE = {
    "login": "username",
    "email": "username",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
}
HINTS = {
    "password1": _("At least 12 characters. Several words that you remember are better than signs that you forget."),
    "code": _("Six digits from the app on your phone, or one of your recovery codes."),
}


class _Plain:
    """Fields under our labels: nothing stands inside them, and password managers know what each is."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label, field.help_text = LABELS[name], HINTS.get(name, "")
            field.widget.attrs = {"autocomplete": AUTOCOMPLETE[name]}


class SignInForm(_Plain, account.LoginForm):
    """Address and password."""


class PasswordAgainForm(_Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    """The present password, which counts as a try to sign in, and a new one."""

    def clean_oldpassword(self) -> str:
        old: str = self.cleaned_data["oldpassword"]
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, old):
            raise adapter.validation_error("enter_current_password")
        return old


class ForgottenPasswordForm(_Plain, account.ResetPasswordForm):
    """The address to which a link goes, if it is that of somebody who may sign in. The answer is the same for all."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        adapter = get_adapter()
        try:
            count_try(
                f"password link address {adapter.network_of(adapter.request)}", limit=TRIES_PER_ADDRESS, window=WINDOW
            )
            count_try(f"password link account {email}", limit=TRIES_PER_ACCOUNT, window=WINDOW)
        except TooMany as error:
            raise adapter.validation_error("too_many_login_attempts") from error
        super().clean_email()
        self.users: list[User] = [user for user in self.users if not user.is_machine]
        if not self.users:
            # The same work as for an address that somebody here has: a commit alone would tell by its time.
            people.request_password_link(User(pk=PUBLIC_SITE_ID), actor=public_site())
        return email


class ChoosePasswordForm(_Plain, account.ResetPasswordKeyForm):
    """A password of one's own, by the link that was sent."""


class LinkForm(account.UserTokenForm):
    """A link to choose a password; it dies with the access it was for."""

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.reset_user.is_machine or not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class _LimitedCode(_Plain):
    """A code that is guessed at most a few times, and taken once."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        key = f"second factor {self.user.pk}"
        try:
            count_try(key, limit=TRIES_PER_ACCOUNT, window=WINDOW)
        except TooMany as error:
            self._refuse("too_many")
            raise get_adapter().validation_error("too_many_login_attempts") from error
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            self._refuse("second_factor")
            raise
        self._use_up(code)
        take_back_try(key)
        return code

    def _use_up(self, code: str) -> None:
        """Refuse a code a second time: it holds for three steps of thirty seconds, and another process may ask."""
        signs = "".join(filter(str.isalnum, code)).lower()
        try:
            count_try(f"second factor {self.user.pk} used {signs}", limit=1, window=WINDOW)
        except TooMany as error:
            self._refuse("second_factor")
            raise get_second_factor().validation_error("incorrect_code") from error

    def _refuse(self, reason: str) -> None:
        people.note_refusal(self.user.pk, actor=public_site(), reason=reason)


class CodeForm(_LimitedCode, second_factor.AuthenticateForm):
    """The second factor, after the password."""


class CodeAgainForm(_LimitedCode, second_factor.ReauthenticateForm):
    """The second factor once more, before something that matters."""


class FirstCodeForm(_LimitedCode, totp.ActivateTOTPForm):
    """The first code of a new app, which proves that it was set up right."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = _("Six digits.")
