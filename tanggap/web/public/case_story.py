"""A case read from its rows into the story that its pages show."""

from __future__ import annotations

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.cases.queries import newest_steps, numbers_of_words, public_case
from tanggap.channels.contract import Audience
from tanggap.outbox.models import Delivery
from tanggap.publishing.queries import publication_under
from tanggap.web import words
from tanggap.web.public.case_state import dismissal_words, lead_of, state_of
from tanggap.web.public.case_turns import Telling, turns_of
from tanggap.web.public.days import days_left, ruler_of, why_these_days
from tanggap.web.public.handles import official_handles
from tanggap.web.public.masking import headline
from tanggap.web.public.story import CaseStory, Turn

# What a page needs of each step: of every column more, each page of each case would pay its part.
RELATED = (
    "entry",
    "post__remote",
    "post__author__citizen",
    "message__agency",
    "mandate",
    "officer",
    "to_agency",
    "to_officer",
)
SHOWN = (
    *("case", "kind", "at", "reason", "says", "entry__index"),
    *("post__author__citizen__opted_out_at", "post__remote__url", "post__network", "post__text"),
    *("post__language_given", "post__edited_at", "post__deleted_at", "post__hidden_at"),
    *("message__agency__name", "message__network", "message__text", "message__language", "message__corrects"),
    *("mandate__public_id", "mandate__position", "mandate__decree_number", "mandate__valid_until"),
    *("officer__position", "to_agency__name", "to_officer__position"),
)
# While it goes on, it has days that are still to come.
GOING = (CaseState.OPEN, CaseState.ANSWERED)
# Of a very long case the page shows the newest, with the whole exchange before others' words; the record has all.
MOST_STEPS = 200


def public_story(tracking_id: str) -> CaseStory | None:
    """The case as everybody may see it; None if it has no public page."""
    case = public_case(tracking_id)
    return story_of(case) if case else None


def story_of(case: Case, *, own: bool = False) -> CaseStory:
    """The whole story; `own` is the reporter's view, which masks nothing of their own words."""
    steps, is_long = _steps(case)
    telling = Telling(case, official_handles(), own=own, numbers=numbers_of_words(case, steps, is_long))
    turns = turns_of(steps, telling)
    reason = next((step.reason for step in reversed(steps) if step.kind == StepKind.DISMISSED), "")
    return CaseStory(
        tracking_id=case.tracking_id,
        title=title_of(case, telling.official, own=own),
        state=state_of(case),
        lead=lead_of(case, dismissal_words(reason), own=own),
        agency=case.agency,
        turns=[*turns, *_ahead(case, own)],
        acts=sum(1 for step in steps if step.entry_id),
        language=case.language,
        ruler=ruler_of(case),
        why=why_these_days(case) if case.state in GOING else (),
        is_unlisted=case.audience == Audience.UNLISTED,
        is_set_aside=case.state == CaseState.DISMISSED,
        has_receipt=any(step.entry_id for step in steps),
        publication=publication_under(case.opening_post),
    )


def title_of(case: Case, official: frozenset[str], *, own: bool = False) -> str:
    """What the citizen wrote first, short; the number where there is nothing to quote.

    What was changed after an answer is no headline above that answer either.
    """
    post = case.opening_post
    may_quote = own or (post.hidden_at is None and post.deleted_at is None and not _is_edited_late(case))
    return (headline(post.text, official) if may_quote else "") or _("Report %(number)s") % {"number": case.tracking_id}


def _is_edited_late(case: Case) -> bool:
    """Whether the words that opened a case are not those that the government answered."""
    edited = case.opening_post.edited_at
    return case.answered_at is not None and edited is not None and edited > case.answered_at


def _steps(case: Case) -> tuple[list[CaseStep], bool]:
    rows = case.steps.select_related(*RELATED).only(*SHOWN).exclude(kind=StepKind.NOTED)
    deliveries = Prefetch("message__deliveries", Delivery.objects.only("message_id", "state"))
    return newest_steps(rows.prefetch_related(deliveries), case, MOST_STEPS)


def _ahead(case: Case, own: bool) -> list[Turn]:
    """Whose turn it is now, and the days that are still to come."""
    if case.state not in GOING:
        return []
    agency = case.agency.name
    if case.state == CaseState.ANSWERED and case.says == "done":
        # Nothing is owed any more, so no day is still to come.
        return [Turn("gov", _("Now"), text=_("%(agency)s only has to close it.") % {"agency": agency}, is_now=True)]
    if case.state == CaseState.OPEN:
        ahead = [Turn("gov", _("Now"), text=_("It is %(agency)s's turn.") % {"agency": agency}, is_now=True)]
    else:
        text = _("You can say whether it is done.") if own else _("The reporter can say whether it is done.")
        ahead = [Turn("citizen", _("Now"), text=text, is_now=True)]
    if case.answered_at is None and not days_left(case.answer_due).missed:
        text = _("The answer is due. If it is late, it says so here.")
        ahead.append(Turn("gov", words.day_words(case.answer_due), text=text, is_future=True))
    if not days_left(case.result_due).missed:
        ahead.append(Turn("gov", words.day_words(case.result_due), text=_("The result is due."), is_future=True))
    return ahead
