"""Signing in and out, a forgotten password, and the first one. For officers; citizens need no account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login as sign_in
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tanggap.people.actions import accept_invitation, choose_password, count_try
from tanggap.people.errors import InvitationNotValid
from tanggap.people.models import User
from tanggap.people.queries import invited_user, users_who_forgot
from tanggap.web.api.problems import problem
from tanggap.web.passwords import TryLater, checked_user
from tanggap.web.public.doors import MAIL_WINDOW, is_flooding, known_to_us_alone

MOST_TO_ONE_ADDRESS = 3
PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105


class SignInForm(AuthenticationForm):
    """User name and password; one sentence for every way in which they can be wrong. Raises TryLater."""

    error_messages = {
        "invalid_login": _("This user name and password do not belong together. Check capitals, then try again."),
        "inactive": _("This user name and password do not belong together. Check capitals, then try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].error_messages["required"] = _("Write your password.")

    def clean(self) -> dict[str, Any]:
        """Passwords are checked where those of the interface are."""
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name is not None and password:
            assert self.request is not None
            self.user_cache = checked_user(self.request, name, password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class ForgottenForm(PasswordResetForm):
    """User name or e-mail address; the answer is the same whether anybody has it."""

    email = forms.CharField(
        label=_("User name or e-mail address"),
        max_length=254,
        error_messages={"required": _("Write your user name or e-mail address.")},
    )

    def get_users(self, email: str) -> list[User]:
        """Whom a link may be sent to."""
        return [user for user in users_who_forgot(email) if _may_be_written_to(user.email)]

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """In the user's own language, not in that of whoever asked."""
        user = args[2]["user"] if len(args) > 2 else kwargs["context"]["user"]
        with translation.override(user.language):
            super().send_mail(*args, **kwargs)


class PasswordWords:
    """Our own words for what is missing or wrong, each at the field that it is about. For Django's password forms."""

    fields: dict[str, forms.Field]
    error_messages: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].error_messages["required"] = _("Write the new password.")
        self.fields["new_password2"].error_messages["required"] = _("Write the new password once more.")
        self.error_messages = {**self.error_messages, "password_mismatch": _("The two are not the same.")}

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:
        """A password that is too easy is wrong where it was chosen, not where it was repeated."""
        super().validate_password_for_user(user, "new_password1")  # type: ignore[misc]


class FirstPasswordForm(PasswordWords, SetPasswordForm):
    """A new user's first password, twice."""


class NewPasswordForm(FirstPasswordForm):
    """A new password, twice; `people` keeps it."""

    def save(self, commit: bool = True) -> User:
        choose_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class SignIn(auth_views.LoginView):
    """The way to the desk."""

    template_name = "tanggap/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where no password is looked at now, the page says so, and when to come again."""
        return or_later(request, lambda: super(SignIn, self).post(request, *args, **kwargs))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The page is theirs from here, so it is in their language, unless they have just chosen another one."""
        response = super().form_valid(form)
        if settings.LANGUAGE_COOKIE_NAME in self.request.COOKIES:
            return response
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.get_user().language, samesite="Lax", httponly=True)
        return response


class SignOut(auth_views.LogoutView):
    """Leave the desk, by POST."""

    next_page = "/"


class Forgotten(auth_views.PasswordResetView):
    """Ask for a link by e-mail."""

    template_name = "tanggap/password_forgotten.html"
    email_template_name = "tanggap/mail/password.txt"
    subject_template_name = "tanggap/mail/password_subject.txt"
    form_class = ForgottenForm
    success_url = reverse_lazy("password_reset_sent")

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        """The link names the installation's own host, never the one that the request claims.

        Whoever asks too often is told the same and gets no mail.
        """
        if is_flooding(self.request, "password"):
            return redirect(self.get_success_url())
        protocol = settings.BASE_URL.partition("://")[0]
        self.extra_email_context = {
            "government_host": settings.PUBLIC_HOST,
            "government_name": settings.GOVERNMENT,
            "protocol": protocol,
        }
        return super().form_valid(form)


class ForgottenSent(auth_views.PasswordResetDoneView):
    """It is on its way, if there is somebody to send it to."""

    template_name = "tanggap/password_sent.html"


@method_decorator(known_to_us_alone, name="dispatch")
class NewPassword(auth_views.PasswordResetConfirmView):
    """Choose another password by the link out of the mail."""

    template_name = "tanggap/password_new.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("password_reset_done")


class NewPasswordKept(auth_views.PasswordResetCompleteView):
    """It holds from now on."""

    template_name = "tanggap/password_kept.html"


@known_to_us_alone
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """A new user chooses their first password by the link of their invitation, and is at their desk."""
    user = invited_user(token)
    if user is None:
        return render(request, "tanggap/invitation.html", {"problem": str(InvitationNotValid())}, status=410)
    form = FirstPasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token, form.cleaned_data["new_password1"])
        except InvitationNotValid as error:
            return render(request, "tanggap/invitation.html", {"problem": str(error)}, status=410)
        except ValidationError as error:
            form.add_error("new_password1", error)
        else:
            sign_in(request, user, backend=PASSWORD_BACKEND)
            return redirect("/desk/")
    return render(request, "tanggap/invitation.html", {"form": form, "invited": user})


def or_later(request: HttpRequest, post: Callable[[], HttpResponse]) -> HttpResponse:
    """What `post` answers; where no password is looked at now, a page that says so and when to come again."""
    try:
        return post()
    except TryLater as later:
        page = render(request, "tanggap/sign_in_later.html", {"words": str(later)}, status=later.status)
        page.headers["Retry-After"] = str(later.seconds)
        return page


def _may_be_written_to(address: str) -> bool:
    return count_try("mail.password", address.lower(), MOST_TO_ONE_ADDRESS, MAIL_WINDOW)


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which failed sign-ins are counted: as it is looked up, in any case."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(given).strip().lower()[:255]


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for one name: say so, and when it opens again."""
    seconds = int(timedelta(hours=settings.AXES_COOLOFF_TIME).total_seconds())
    if request.path_info.startswith("/api/"):
        words = gettext("This user name is closed for fifteen minutes from your address. Then it opens by itself.")
        return problem(429, gettext("Too many tries"), words, retry_after=seconds)
    page = render(request, "tanggap/sign_in_locked.html", status=429)
    page.headers["Retry-After"] = str(seconds)
    return page
