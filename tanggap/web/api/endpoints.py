"""The endpoints of /api/v1. Every refusal is a problem document (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from tanggap.base.ids import read_tracking_id
from tanggap.cases.actions import answer_case
from tanggap.cases.errors import CaseRefusal, ThreadChanged
from tanggap.cases.models import Case
from tanggap.cases.queries import api_cases, case_for_officer
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Officer
from tanggap.registry.queries import account_verdict
from tanggap.web.api.problems import problem
from tanggap.web.api.rows import case_row, case_whole, statistics_document
from tanggap.web.api.schemas import Answered, CaseList, CaseWhole, Credentials, NewAnswer, Token
from tanggap.web.api.tokens import issue_token, officer_of
from tanggap.web.passwords import TryLater, checked_user

PAGE = 50


class Bearer(HttpBearer):
    """`Authorization: Bearer …` of an active officer."""

    def authenticate(self, request: HttpRequest, token: str) -> Officer | None:
        """The officer, or None for 401."""
        return officer_of(request, token)


api = NinjaAPI(title="Tanggap", version="1", urls_namespace="api", docs_url=None, openapi_url="/openapi.json")
bearer = Bearer()


@api.post("/session", response={201: Token}, summary="Sign in")
def open_session(request: HttpRequest, credentials: Credentials) -> Any:
    """Exchange user name and password for a token."""
    # A name with NUL is nobody's, and PostgreSQL cannot even count the try.
    name = credentials.username.replace("\0", "")
    user = checked_user(request, name, credentials.password)
    if user is None:
        return problem(401, _("Not signed in"), _("User name and password do not match."))
    return Status(201, {"token": issue_token(user)})


@api.get("/cases", response=CaseList, auth=bearer, summary="Cases on the officer's desk")
def list_cases(request: HttpRequest, status: str = "", page: int = Query(1, ge=1, le=10_000)) -> Any:
    """Cases that the officer may see, most urgent first; `status` is one of open, answered, closed, dismissed."""
    rows = list(api_cases(_officer(request), status)[(page - 1) * PAGE : page * PAGE + 1])
    return {"cases": [case_row(case) for case in rows[:PAGE]], "next": page + 1 if len(rows) > PAGE else None}


@api.get("/cases/{number}", response=CaseWhole, auth=bearer, summary="One case with its story")
def show_case(request: HttpRequest, number: str) -> Any:
    """A case that the officer may see; 404 for one that they may not know of."""
    officer = _officer(request)
    return case_whole(_find(officer, number), officer)


@api.post("/cases/{number}/answers", response={201: Answered}, auth=bearer, summary="Answer the citizen")
def answer(request: HttpRequest, number: str, given: NewAnswer) -> Any:
    """Answer under the officer's mandate; 403 says which mandate is missing.

    The same words sent again are the same answer, so a retry needs no key of its own. Send `newest_step` along: then
    this also holds when the citizen wrote in between.
    """
    officer = _officer(request)
    case = _find(officer, number)
    step = answer_case(case.id, given.text, acting_officer=officer, seen_step=given.newest_step)
    assert step.message is not None
    assert step.mandate is not None
    return Status(201, {"id": step.id, "message": step.message.public_id, "mandate": step.mandate.public_id})


@api.get("/statistics", summary="What the record adds up to")
def statistics(request: HttpRequest, agency: str = "", days: int = Query(30, ge=1, le=366)) -> Any:
    """The recomputable measures of the government or of one agency (its slug), over the last `days` days."""
    document = statistics_document(agency, days)
    return problem(404, _("No such agency"), _("No agency has this name.")) if document is None else document


@api.get("/accounts/check", summary="Is this account official?")
def check_account(request: HttpRequest, q: str = "") -> Any:
    """Always 200: `verdict` is official, was_official, lookalike or unknown."""
    return account_verdict(q).as_dict()


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, _("Not signed in"), _("Send the token of POST /api/v1/session as a bearer token."))


@api.exception_handler(TryLater)
def _try_later(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status, _("Wait a little"), str(error), retry_after=error.seconds)


@api.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(403, _("No mandate for this"), str(error))


@api.exception_handler(Case.DoesNotExist)
def _no_such_case(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, _("No such report"), _("There is no report with this number, or none that you may see."))


@api.exception_handler(ThreadChanged)
def _thread_changed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(409, _("The thread changed"), str(error))


@api.exception_handler(CaseRefusal)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, _("This cannot be done"), str(error))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    fields = ", ".join(sorted({".".join(str(part) for part in one["loc"][1:]) for one in error.errors}))
    return problem(422, _("The request is malformed"), _("Look at: %(fields)s") % {"fields": fields or "body"})


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, _("The request is malformed"), str(error))


def _officer(request: HttpRequest) -> Officer:
    return request.officer  # type: ignore[attr-defined]


def _find(officer: Officer, number: str) -> Case:
    read = read_tracking_id(number)
    if read is None:
        raise Case.DoesNotExist()
    return case_for_officer(read, officer)
