"""Another password, chosen at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tanggap.people.actions import choose_password
from tanggap.people.models import User
from tanggap.web.desk.access import seat
from tanggap.web.passwords import checked_user
from tanggap.web.public.signing_in import PasswordWords, or_later


class ChangePasswordForm(PasswordWords, PasswordChangeForm):
    """The password that holds now, and another one twice; `people` keeps it. Raises TryLater."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].error_messages["required"] = _("Write the password you have now.")

    def clean_old_password(self) -> str:
        """Checked where those are with which somebody signs in, so that a desk left open is no place to guess."""
        given: str = self.cleaned_data["old_password"]
        if checked_user(self.request, self.user.get_username(), given) is None:
            raise ValidationError(_("This is not the password you have now. Check capitals, then try again."))
        return given

    def save(self, commit: bool = True) -> User:
        choose_password(self.user, self.cleaned_data["new_password1"])
        return self.user


class ChangePassword(auth_views.PasswordChangeView):
    """Choose another password at the desk."""

    template_name = "tanggap/desk/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("desk")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the request, whose address is counted."""
        return super().get_form_kwargs() | {"request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The desk stands around it."""
        here = seat(self.request)
        return super().get_context_data(**kwargs) | {"seat": here, "officer": here.officer}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Where no password is looked at now, the page says so, and when to come again."""
        return or_later(request, lambda: super(ChangePassword, self).post(request, *args, **kwargs))

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Signed in here, signed out elsewhere."""
        messages.success(self.request, gettext("Your password is changed; elsewhere you are signed out."))
        return super().form_valid(form)
