"""What becomes of a case by its citizens' edits: danger may stand in new words, and an answer may fit no longer.

Each edit is a step of its own: whoever answers has seen it, and everybody sees whether it came before the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.cases.actions.file import DANGER, file_post, prepare_filing, save_filing, turn_case
from tanggap.cases.actions.filing import Filing, ReadPost, read_for_filing
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.cases.queries import CITIZEN_SPEAKS
from tanggap.inbox.actions import understand_again
from tanggap.inbox.models import Post, PostState, PostVersion, Rereading, Understanding, Waiting

SIGNS = ("done", "not_done")
# What is still on its way is read with its new words, and filed before it counts as edited.
ON_THE_WAY = (PostState.RECEIVED, PostState.UNDERSTOOD)


def file_edits(limit: int) -> int:
    """Read again up to `limit` posts whose authors changed them, and tell their cases; returns how many.

    The posts themselves are locked: an edit that comes meanwhile waits, and is read in the next round.
    """
    with writing():
        edited = Rereading.objects.exclude(post__waiting__state__in=ON_THE_WAY).select_related("post")
        locked = edited.select_for_update(skip_locked=True, of=("self", "post")).order_by("post_id")[:limit]
        edited_at = {row.post_id: row.post.edited_at or now() for row in locked}
        if not edited_at:
            return 0
        ids = list(edited_at)
        before = Understanding.objects.in_bulk(ids)
        understand_again(ids)
        posts = [post for post in read_for_filing(Post.objects.filter(id__in=ids)) if post.deleted_at is None]
        filing = prepare_filing(posts)
        case_of = _cases_of(ids, filing)
        for post in posts:
            case = case_of.get(post.id)
            if case is None:
                # What was conversation may ask for something now; the clock starts with the words that ask.
                file_post(replace(post, received_at=edited_at[post.id]), filing)
            else:
                _tell(case, post, before.get(post.id), filing)
        save_filing(filing)
        opened = [case.post.id for case in filing.opened if case.to_acknowledge]
        Waiting.objects.bulk_create([Waiting(post_id=post_id, state=PostState.OPENED) for post_id in opened])
        Rereading.objects.filter(post_id__in=ids).delete()
    return len(ids)


def _cases_of(post_ids: Iterable[int], filing: Filing) -> dict[int, Case]:
    """The case of each post, as the one object that this filing changes."""
    known = {case.id: case for cases in filing.known.values() for case in cases if isinstance(case, Case)}
    steps = CaseStep.objects.filter(post_id__in=post_ids, kind__in=CITIZEN_SPEAKS)
    return {post: known[case] for post, case in steps.values_list("post_id", "case_id") if case in known}


def _tell(case: Case, post: ReadPost, before: Understanding | None, filing: Filing) -> None:
    version = PostVersion.objects.filter(post_id=post.id).order_by("-id").first()
    was_said, was_urgent = (before.says, before.urgency) if before else ("", "")
    is_author = post.citizen_id == case.citizen_id
    says = post.says if is_author and post.says != was_said and post.says in SIGNS else ""
    endangers = post.urgency == DANGER and was_urgent != DANGER
    at, entry_id = (version.replaced_at, version.entry_id) if version else (now(), None)
    CaseStep.objects.create(case=case, kind=StepKind.EDITED, at=at, entry_id=entry_id, post_id=post.id, says=says)
    case.moved_at = now()
    if is_author:
        if was_said and post.says != was_said and case.says == was_said:
            # The words that said so are gone.
            case.says = ""
        turn_case(case, post, says, filing, wants_more=endangers or says == "not_done")
    if endangers:
        filing.endangered.append((case, post, False))
    filing.changed[case.id] = case
