"""What becomes of a case by its citizens' edits: danger may stand in new words, and an answer may fit no longer.

Each edit is a step of its own: whoever answers has seen it, and everybody sees whether it came before the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.cases.actions.file import DANGER, file_post, prepare_filing, save_filing, turn_case
from tanggap.cases.actions.filing import Filing, ReadPost, read_for_filing
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.inbox.actions import understand_again
from tanggap.inbox.models import Post, PostState, PostVersion, Rereading, Understanding, Waiting

SPOKEN = (StepKind.OPENED, StepKind.REPLIED)
# What is still on its way is read with its new words, and filed before it counts as edited.
ON_THE_WAY = (PostState.RECEIVED, PostState.UNDERSTOOD)


def file_edits(limit: int) -> int:
    """Read again up to `limit` posts whose authors changed them, and tell their cases; returns how many."""
    with writing():
        edited = Rereading.objects.exclude(post__waiting__state__in=ON_THE_WAY).order_by("post_id")
        ids = list(edited.select_for_update(skip_locked=True, of=("self",)).values_list("post_id", flat=True)[:limit])
        if not ids:
            return 0
        before = dict(Understanding.objects.filter(post_id__in=ids).values_list("post_id", "urgency"))
        said = dict(Understanding.objects.filter(post_id__in=ids).values_list("post_id", "says"))
        understand_again(ids)
        posts = [post for post in read_for_filing(Post.objects.filter(id__in=ids)) if post.deleted_at is None]
        filing, case_of = prepare_filing(posts), _cases_of(ids)
        for post in posts:
            case = case_of.get(post.id)
            if case is None:
                # What was conversation may ask for something now.
                file_post(post, filing)
                continue
            endangers = post.urgency == DANGER and before.get(post.id) != DANGER
            _tell(case, post, post.says if post.says != said.get(post.id) else "", endangers, filing)
        save_filing(filing)
        opened = [case.post.id for case in filing.opened if case.to_acknowledge]
        Waiting.objects.bulk_create([Waiting(post_id=post_id, state=PostState.OPENED) for post_id in opened])
        Rereading.objects.filter(post_id__in=ids).delete()
    return len(ids)


def _cases_of(post_ids: Iterable[int]) -> dict[int, Case]:
    steps = CaseStep.objects.filter(post_id__in=post_ids, kind__in=SPOKEN).values_list("post_id", "case_id")
    known = dict(steps)
    related = ("agency", "author__citizen__key")
    cases = Case.objects.select_related(*related).select_for_update(of=("self",)).in_bulk(set(known.values()))
    return {post_id: cases[case_id] for post_id, case_id in known.items()}


def _tell(case: Case, post: ReadPost, says: str, endangers: bool, filing: Filing) -> None:
    version = PostVersion.objects.filter(post_id=post.id).order_by("-id").first()
    is_author = post.citizen_id == case.citizen_id
    says = says if is_author else ""
    at, entry_id = (version.replaced_at, version.entry_id) if version else (now(), None)
    CaseStep.objects.create(case=case, kind=StepKind.EDITED, at=at, entry_id=entry_id, post_id=post.id, says=says)
    case.moved_at = now()
    if is_author:
        turn_case(case, post, says, filing, wants_more=endangers or says == "not_done")
    if endangers:
        filing.endangered.append((case, post, False))
    filing.changed[case.id] = case
