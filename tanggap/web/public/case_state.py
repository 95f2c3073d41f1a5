"""The state of a case and the one sentence that says how things stand, bad news first."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tanggap.cases.models import Case, CaseState, Outcome
from tanggap.web import words
from tanggap.web.public.days import days_left
from tanggap.web.public.story import State


def dismissal_words(reason: str) -> str:
    """Why a case was set aside, for everybody to read."""
    return {
        "spam": _("it is advertising or abuse of the channel"),
        "not_ours": _("it is a matter for somebody else"),
        "duplicate": _("the same thing is being handled in another report"),
        "no_request": _("it asks for nothing"),
    }.get(reason, "")


def hiding_words(reason: str) -> str:
    """Why an officer keeps a post from the public, for everybody to read."""
    return {
        "personal_data": _("it shows somebody's personal data"),
        "hate": _("it incites hatred"),
        "violence": _("it threatens or shows violence"),
        "spam": _("it is advertising"),
        "court_order": _("a court ordered it"),
    }.get(reason, "")


def state_of(case: Case) -> State:
    """Whose turn it is, or how it ended, in a few words."""
    if case.state == CaseState.DISMISSED:
        return State("", "close", _("Not taken up"))
    if case.says == "done" and (case.state == CaseState.ANSWERED or _is_agreed(case)):
        return State("done", "check", _("Done, says the reporter"))
    if case.state == CaseState.CLOSED:
        return outcome_state(case.outcome, case.agency.name)
    if case.state == CaseState.ANSWERED:
        return State("info", "speak", _("Answered"))
    if case.answered_at is not None:
        return _another_turn(case)
    if days_left(case.answer_due).missed:
        return State("late", "late", _("Answer is late"))
    return State("due", "clock", _("Waiting for an answer"))


def _is_agreed(case: Case) -> bool:
    """Closed on the agency's word or by silence, while the reporter says that it is done."""
    return case.state == CaseState.CLOSED and case.outcome in (Outcome.DONE, Outcome.SILENT) and case.says == "done"


def _another_turn(case: Case) -> State:
    """After an answer it is the agency's turn again; most such cases were never closed."""
    if case.says == "not_done":
        return State("due", "dispute", _("Not done yet"))
    return State("due", "reply", _("Waiting for a further answer"))


def short_state_of(case: Case) -> State:
    """The state for a list, with the distance to the deadline while somebody waits."""
    if case.state == CaseState.OPEN and case.answered_at is None:
        left = days_left(case.answer_due)
        kind, icon = ("late", "late") if left.missed else ("due", "clock")
        return State(kind, icon, capfirst(left.words))
    return state_of(case)


def outcome_state(outcome: str, agency: str) -> State:
    """How a case ended. Only the author's word makes it green; silence never does."""
    known = {
        Outcome.CONFIRMED: State("done", "check", _("Done, confirmed by the reporter")),
        Outcome.DONE: State("info", "check", _("Done, says %(agency)s") % {"agency": agency}),
        Outcome.SILENT: State("", "silent", _("Closed without confirmation")),
        Outcome.OUT_OF_SCOPE: State("", "close", _("Outside our authority")),
        Outcome.WITHDRAWN: State("", "back", _("Withdrawn by the reporter")),
    }
    return known.get(Outcome(outcome) if outcome else Outcome.DONE, State("", "check", _("Closed")))


def lead_of(case: Case, reason: str = "", *, own: bool = False) -> SafeString:
    """One sentence: how it stands, who must do what, until when. `reason` is why it was set aside; `own` says "you"."""
    if case.state == CaseState.DISMISSED:
        return _dismissed(case, reason)
    if case.state == CaseState.CLOSED:
        return _closed(case, own)
    if case.state == CaseState.ANSWERED:
        return _done(case, own) if case.says == "done" else _answered(case)
    return _turn_again(case, own) if case.answered_at is not None else _waiting(case)


def _waiting(case: Case) -> SafeString:
    left = days_left(case.answer_due)
    said = {"agency": case.agency.name, "day": _strong(case.answer_due), "left": left.words}
    if left.missed:
        return format_html(_("{agency} should have answered by {day}: {left}. There is no answer yet."), **said)
    return format_html(_("{agency} must answer by {day}: {left}."), **said) + _result(case)


def _answered(case: Case) -> SafeString:
    answered = case.answered_at or case.moved_at
    late = days_left(case.answer_due, answered).missed
    text = _("{agency} answered on {day}, later than it had to.") if late else _("{agency} answered on {day}.")
    return format_html(text, agency=case.agency.name, day=_strong(answered)) + _result(case)


def _done(case: Case, own: bool) -> SafeString:
    text = _("The reporter says it is done. {agency} only has to close it.")
    if own:
        text = _("You say it is done. {agency} only has to close it.")
    return format_html(text, agency=case.agency.name)


def _turn_again(case: Case, own: bool) -> SafeString:
    text = _("It is {agency}'s turn again.")
    if case.says == "not_done":
        text = _("The reporter says it is not done. It is {agency}'s turn again.")
    if case.says == "not_done" and own:
        text = _("You say it is not done. It is {agency}'s turn again.")
    return format_html(text, agency=case.agency.name) + _result(case)


def _result(case: Case) -> SafeString:
    """What comes after the first answer, with its own deadline."""
    left = days_left(case.result_due)
    text = _(" The result is due by {day}: {left}.") if not left.missed else _(" The result was due by {day}: {left}.")
    return format_html(text, day=_strong(case.result_due), left=left.words)


def _closed(case: Case, own: bool) -> SafeString:
    ended = case.closed_at or case.moved_at
    said = {"agency": case.agency.name, "day": _strong(ended)}
    texts = {
        Outcome.CONFIRMED: _("Done. The reporter confirmed it on {day}."),
        Outcome.SILENT: _(
            "{agency} closed this on {day} without a word from the reporter. We do not count it as done."
        ),
        Outcome.OUT_OF_SCOPE: _("{agency} closed this on {day}: it is outside its authority."),
        Outcome.WITHDRAWN: _("{agency} closed this on {day} as withdrawn by the reporter."),
    }
    says_so = _("{agency} says it is done since {day}. The reporter has not confirmed it.")
    if case.says == "not_done":
        says_so = _("{agency} says it is done since {day}. Before that, the reporter said that it is not.")
    if own:
        says_so = _("{agency} says it is done since {day}. You have not confirmed it.")
        if case.says == "not_done":
            says_so = _("{agency} says it is done since {day}. Before that, you said that it is not.")
        texts |= {
            Outcome.CONFIRMED: _("Done. You confirmed it on {day}."),
            Outcome.SILENT: _("{agency} closed this on {day} without a word from you. We do not count it as done."),
            Outcome.WITHDRAWN: _("{agency} closed this on {day} as withdrawn by you."),
        }
    if _is_agreed(case):
        agreed = _("{agency} closed this on {day}. You say that it is done.") if own else ""
        return format_html(agreed or _("{agency} closed this on {day}. The reporter says that it is done."), **said)
    return format_html(texts.get(Outcome(case.outcome) if case.outcome else Outcome.DONE, says_so), **said)


def _dismissed(case: Case, reason: str) -> SafeString:
    if not reason:
        return format_html(_("{agency} did not take this up."), agency=case.agency.name)
    return format_html(_("{agency} did not take this up: {reason}."), agency=case.agency.name, reason=reason)


def _strong(day: date) -> SafeString:
    return format_html('<strong class="nowrap">{}</strong>', words.day_words(day))
