"""The columns of cases and their steps as the hot path writes them."""

CASE_COLUMNS = (
    "tracking_id",
    "subject",
    "secret_hash",
    "agency_id",
    "thread_id",
    "opening_post_id",
    "author_id",
    "network",
    "kind",
    "urgency",
    "language",
    "audience",
    "is_sealed",
    "is_anonymous",
    "grew_from_id",
    "state",
    "outcome",
    "received_at",
    "answer_due",
    "result_due",
    "answer_rule",
    "result_rule",
    "opened_at",
    "moved_at",
)
STEP_COLUMNS = ("case_id", "kind", "at", "entry_id", "post_id", "mandate_id", "message_id", "reason", "says")
