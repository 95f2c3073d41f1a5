"""Every column of the whole product that can hold something personal, and what erasing a person does to it.

Rooms add their own lines here, by label, since a lower floor must not import a higher one. A test holds the list
against the models: no line without its column, and no column that sounds personal without a line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """One column: the model's label, what of a person it holds, and what erasure does."""

    model: str
    column: str
    holds: str
    on_erasure: str


SEALED = "the person's key is destroyed, so nobody can open it, old backups included"
EMPTIED = "emptied"
ROW_GOES = "the row is deleted"
OVER_SOON = "the row is deleted when its time is over, by the step `sweep`"
A_DAY = "the row is deleted after a day, by the step `sweep`"
A_WEEK = "the row is deleted after 7 days, by the step `sweep`"
A_MONTH = "nothing is written; what an older version wrote is deleted after 30 days, by the step `sweep`"
OFFICIAL = "kept while they serve, and after that as the government's own record of who acted"

PERSONAL = (
    # people
    PersonalColumn("people.User", "username", "an officer's name for signing in", OFFICIAL),
    PersonalColumn("people.User", "full_name", "an officer's name", OFFICIAL),
    PersonalColumn("people.User", "email", "an officer's address", "emptied once they have left"),
    PersonalColumn("people.User", "password", "a salted hash", "made unusable once they have left"),
    PersonalColumn("people.User", "last_login", "when an officer last signed in", "emptied once they have left"),
    PersonalColumn(
        "people.Tries", "name", "a keyed digest of a network, an address or a user name that asked", OVER_SOON
    ),
    PersonalColumn("people.Withdrawal", "name", "a keyed digest of an early deletion's author and post", A_WEEK),
    PersonalColumn("people.SealingKey", "wrapped", "the key of all that is sealed for a person", "destroyed"),
    PersonalColumn("people.Citizen", "language", "the language a citizen writes", EMPTIED),
    PersonalColumn("people.Citizen", "opted_out_at", "that they want no automatic messages", "kept; names nobody"),
    PersonalColumn("people.Identity", "remote_id", "an account's address on its network", ROW_GOES),
    PersonalColumn("people.Identity", "host", "the account's server", ROW_GOES),
    PersonalColumn("people.Identity", "handle", "the account's handle", ROW_GOES),
    PersonalColumn("people.Identity", "name", "the name shown with the account", ROW_GOES),
    PersonalColumn("people.Identity", "inbox", "where the account is written to", ROW_GOES),
    PersonalColumn("people.Identity", "shared_inbox", "where the account's server is written to", ROW_GOES),
    PersonalColumn("people.Identity", "profile_url", "the account's page", ROW_GOES),
    # registry
    PersonalColumn("registry.Officer", "position", "an officer's position, which the public sees", OFFICIAL),
    PersonalColumn("registry.Mandate", "position", "the position that a mandate was given to", OFFICIAL),
    # records
    PersonalColumn("records.Payload", "sealed", "what was written or done, sealed under the person's key", SEALED),
    # channels
    PersonalColumn(
        "channels.Arrival",
        "body",
        "the bytes as they came",
        "emptied as soon as they are read; after 30 days where nobody can",
    ),
    PersonalColumn("channels.Arrival", "signer", "the key that signed them", EMPTIED),
    PersonalColumn("channels.Arrival", "event_key", "a digest of the event's id", "kept; names nobody"),
    PersonalColumn("channels.Follower", "follow_key", "a digest of the follow's id", ROW_GOES),
    # threads
    PersonalColumn("threads.RemoteId", "remote_id", "a post's address, which can name its author", EMPTIED),
    PersonalColumn("threads.RemoteId", "url", "a post's page, which can name its author", EMPTIED),
    # inbox
    PersonalColumn("inbox.Post", "text", "what a citizen wrote", EMPTIED),
    PersonalColumn("inbox.Post", "form", "what was chosen in a form", EMPTIED),
    PersonalColumn("inbox.PostVersion", "text", "what a citizen wrote before an edit", ROW_GOES),
    # outbox
    PersonalColumn(
        "outbox.Message",
        "text",
        "what was answered, which can repeat what was asked; in a confidential receipt the author's secret link",
        EMPTIED,
    ),
    PersonalColumn("outbox.Message", "subject", "the subject of a letter", EMPTIED),
    PersonalColumn("outbox.Message", "extra", "a protocol's activity, which names its recipient", EMPTIED),
    PersonalColumn("outbox.Delivery", "address", "where a message goes", "emptied once delivered"),
    PersonalColumn("outbox.Delivery", "remote_id", "the network's id of what was delivered", EMPTIED),
    # cases
    PersonalColumn("cases.Case", "secret_hash", "a digest of the secret link", EMPTIED),
    PersonalColumn("cases.CaseStep", "reason", "an officer's reason or note, which can speak of a citizen", EMPTIED),
    PersonalColumn("cases.CaseFollower", "token_hash", "a digest of a confirmation's secret", ROW_GOES),
    PersonalColumn("cases.DeskNotice", "text", "what another server reported", EMPTIED),
    PersonalColumn("cases.DeskNotice", "about", "the post or account that was reported", EMPTIED),
    # federation
    PersonalColumn("federation.RemoteKey", "key_id", "an account's address, with its key's name", ROW_GOES),
    PersonalColumn("federation.RemoteKey", "owner", "an account's address", ROW_GOES),
    PersonalColumn("federation.RemoteKey", "host", "the account's server", ROW_GOES),
    PersonalColumn("federation.RemoteKey", "author", "handle, name and addresses of an account", ROW_GOES),
    # what libraries keep
    PersonalColumn("sessions.Session", "session_data", "which officer is signed in", OVER_SOON),
    PersonalColumn("axes.AccessAttempt", "username", "the name that somebody tried to sign in with", A_DAY),
    PersonalColumn("axes.AccessAttempt", "ip_address", "from where they tried", A_DAY),
    PersonalColumn("axes.AccessAttempt", "user_agent", "with which browser", A_DAY),
    PersonalColumn("axes.AccessAttempt", "http_accept", "what that browser takes", A_DAY),
    PersonalColumn("axes.AccessAttempt", "get_data", "what stood in the address", A_DAY),
    PersonalColumn("axes.AccessAttempt", "post_data", "what they typed, without the password", A_DAY),
    PersonalColumn("axes.AccessLog", "username", "who signed in", A_MONTH),
    PersonalColumn("axes.AccessLog", "ip_address", "from where", A_MONTH),
    PersonalColumn("axes.AccessLog", "user_agent", "with which browser", A_MONTH),
    PersonalColumn("axes.AccessLog", "http_accept", "what that browser takes", A_MONTH),
    PersonalColumn("axes.AccessLog", "session_hash", "a digest of the session", A_MONTH),
    PersonalColumn("axes.AccessFailureLog", "username", "the name that somebody tried to sign in with", A_MONTH),
    PersonalColumn("axes.AccessFailureLog", "ip_address", "from where they tried", A_MONTH),
    PersonalColumn("axes.AccessFailureLog", "user_agent", "with which browser", A_MONTH),
    PersonalColumn("axes.AccessFailureLog", "http_accept", "what that browser takes", A_MONTH),
)

# Columns whose names sound personal and whose contents are not: the government's own facts.
NOT_PERSONAL = (
    ("registry.Agency", "name"),
    ("registry.Agency", "handle"),
    ("registry.Agency", "email"),
    ("registry.AgencyDomain", "host"),
    ("registry.OfficialAccount", "handle"),
    ("registry.OfficialAccount", "url"),
    ("registry.OfficialAccount", "remote_id"),
    ("rules.CalendarDay", "name"),
    ("files.StoredFile", "name"),
    ("files.StoredFile", "content"),
    ("publishing.Publication", "text"),
    ("federation.RemoteServer", "host"),
)


def columns_of(model: str) -> list[PersonalColumn]:
    """The personal columns of a model, by its label such as `people.Identity`."""
    return [column for column in PERSONAL if column.model == model]
