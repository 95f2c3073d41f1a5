"""The only writers of cases."""

from tanggap.cases.actions.acknowledge import acknowledge_cases
from tanggap.cases.actions.alert import raise_alerts, raise_notice, see_alert, see_notice
from tanggap.cases.actions.answer import answer_case, correct_answer
from tanggap.cases.actions.assign import assign_case, forward_case
from tanggap.cases.actions.close import close_case, dismiss_case, reopen_case
from tanggap.cases.actions.edits import file_edits
from tanggap.cases.actions.file import file_posts, promote_post
from tanggap.cases.actions.follow import confirm_follower, follow_case, stop_all_following, stop_following
from tanggap.cases.actions.note import hide_case_post, note_case, show_case_post
from tanggap.cases.actions.retry import let_answer_go, retry_answer

__all__ = [
    "acknowledge_cases",
    "answer_case",
    "assign_case",
    "close_case",
    "confirm_follower",
    "correct_answer",
    "dismiss_case",
    "file_edits",
    "file_posts",
    "follow_case",
    "forward_case",
    "hide_case_post",
    "let_answer_go",
    "note_case",
    "promote_post",
    "raise_alerts",
    "raise_notice",
    "reopen_case",
    "retry_answer",
    "see_alert",
    "see_notice",
    "show_case_post",
    "stop_all_following",
    "stop_following",
]
