"""Addresses of the public pages; the record, the desk and the interface have their own beside them."""

from django.urls import include, path
from django.urls.converters import IntConverter, register_converter

from tanggap.web.access import Access, page
from tanggap.web.hooks import hook
from tanggap.web.public import (
    accounts,
    agency,
    case,
    errors,
    home,
    mandate,
    measures,
    own,
    publications,
    record_log,
    report,
    signing_in,
    wellknown,
)


class SecretConverter:
    """A secret as `base.ids` draws it: url-safe base64."""

    regex = r"[A-Za-z0-9_-]{20,64}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class NthConverter(IntConverter):
    """A place in a case's story: never further than a database counts."""

    regex = "[0-9]{1,6}"


register_converter(SecretConverter, "secret")
register_converter(NthConverter, "nth")

urlpatterns = [
    page("", home.show_home, "home"),
    page("report/", report.show_report, "report"),
    page("cases/", case.track_case, "track"),
    page("cases/<str:tracking_id>/", case.show_case, "case"),
    page("cases/<str:tracking_id>/source/<nth:number>", case.lead_to_source, "case_source"),
    page("agencies/<slug:slug>/", agency.show_agency, "agency"),
    page("publications/", publications.list_publications, "publications"),
    page("publications/<slug:public_id>/", publications.show_publication, "publication"),
    page("mandates/<slug:public_id>", mandate.show_mandate, "mandate"),
    page("measures/", measures.show_measures, "measures"),
    page("record/", record_log.show_record, "record"),
    page("registry.json", wellknown.register, "register"),
    page("offline/", errors.offline, "offline"),
    page("robots.txt", wellknown.robots, "robots"),
    page(".well-known/security.txt", wellknown.security_txt, "security_txt"),
    # Behind a secret link
    page("s/<secret:secret>", own.show_own_case, "own_case"),
    page("s/<secret:secret>/reply", own.reply_to_own_case, "own_reply"),
    page("s/<secret:secret>/email", own.follow_own_case, "own_email"),
    page("s/<secret:secret>/receipt", own.give_personal_receipt, "own_receipt"),
    page("email/<secret:token>", own.confirm_email, "confirm_email"),
    page("email/stop/<secret:token>", own.stop_email, "stop_email"),
    # The register of accounts, and signing in
    page("accounts/", accounts.list_accounts, "accounts"),
    page("accounts/check", accounts.check_account, "account_check"),
    page("accounts/login/", signing_in.SignIn.as_view(), "login"),
    page("accounts/logout/", signing_in.SignOut.as_view(), "logout"),
    page("accounts/password/", signing_in.Forgotten.as_view(), "password_reset"),
    page("accounts/password/sent/", signing_in.ForgottenSent.as_view(), "password_reset_sent"),
    page("accounts/password/kept/", signing_in.NewPasswordKept.as_view(), "password_reset_done"),
    page("accounts/password/<str:uidb64>/<str:token>/", signing_in.NewPassword.as_view(), "password_reset_confirm"),
    page("accounts/invitation/<secret:token>/", signing_in.accept, "invitation"),
    page("hooks/<slug:token>", hook, "hook", Access.HOOK),
    path("", include("tanggap.web.record.urls")),
    path("", include("tanggap.web.desk.urls")),
    path("", include("tanggap.web.api.urls")),
]
