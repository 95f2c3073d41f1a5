"""What a connector promises, tried out. Needs no Django."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tanggap.channels.contract import (
    VERSION,
    Audience,
    Connection,
    Connector,
    ConnectorError,
    DeletedPost,
    Door,
    EditedPost,
    HookAnswer,
    HookRequest,
    IncomingPost,
    Lane,
    Notice,
    OutgoingMessage,
    Reaction,
    Resend,
    Sent,
)
from tanggap.channels.testing.networks import PASSING, REFUSALS, Agreeable, Failing
from tanggap.channels.testing.spoiling import MALFORMED, mutations, spoiled

# A shorter secret may stand in a sentence by chance.
_TELLING = 6


@dataclass(frozen=True, slots=True)
class Samples:
    """What a connector is tried with. Everything in it is invented; empty lists leave their checks out.

    `network` makes a pretend network that holds nothing yet; `look_up` is then asked before and after `send`.
    """

    connection: Connection
    hooks: Sequence[HookRequest] = ()
    handshakes: Sequence[HookRequest] = ()
    bodies: Sequence[bytes] = ()
    messages: Sequence[OutgoingMessage] = ()
    network: Callable[[], Door] = Agreeable


@dataclass(frozen=True, slots=True)
class Trial:
    """One connector, its samples, and the promises found broken so far."""

    connector: Connector
    samples: Samples
    failures: list[str]

    def check_promises(self) -> None:
        """The attributes are there and make sense."""
        it = self.connector
        self.expect(isinstance(it, Connector), "lacks a part of the contract: kind, name, version, … or a method")
        if self.failures:
            return
        self.expect(it.version == VERSION, f"version is {it.version!r}, the contract's is {VERSION}")
        self.expect(isinstance(it.kind, str) and it.kind.isidentifier() and it.kind.islower(), "kind is no plain name")
        self.expect(isinstance(it.name, str) and bool(it.name.strip()), "name is empty")
        self.expect(isinstance(it.resend, Resend), "resend is no Resend")
        self.expect(isinstance(it.max_length, int) and it.max_length > 0, "max_length is no number above 0")

    def check_hooks(self) -> None:
        """Genuine requests give notices, always the same ones; spoiled ones are refused and keep nothing."""
        for request in self.samples.hooks:
            answer, again = self.hook(request), self.hook(request)
            if answer is None or again is None:
                continue
            self.expect(200 <= answer.status < 300, f"read_hook answers a genuine request with {answer.status}")
            self.expect(bool(answer.notices), "read_hook finds nothing in a genuine request")
            ids = [notice.event_id for notice in answer.notices]
            self.expect(ids == [n.event_id for n in again.notices], "event ids differ when an event is sent again")
            self.expect(len(ids) == len(set(ids)), "two events of one request have the same id")
            for notice in answer.notices:
                self.check_notice(notice)
            for name, wrong in spoiled(request):
                self.check_refused(wrong, name, (401, 403))
        for body in MALFORMED:
            self.check_refused(HookRequest("POST", {}, {}, body), "an unsigned, malformed request")

    def check_handshakes(self) -> None:
        """A handshake is answered for whoever knows the secret, and for nobody else."""
        secrets = set(self.samples.connection.secrets.values())
        for request in self.samples.handshakes:
            answer = self.hook(request)
            self.expect(answer is not None and answer.status == 200, "read_hook refuses a genuine handshake")
            wrong = {name: "wrong" if value in secrets else value for name, value in request.query.items()}
            if wrong != request.query:
                self.check_refused(replace(request, query=wrong), "a handshake with a wrong secret")

    def check_reading(self) -> None:
        """Genuine bytes are events; from any others comes an event or a permanent ConnectorError, nothing else."""
        bodies = list(self.samples.bodies)
        for request in self.samples.hooks:
            answer = self.hook(request)
            bodies += [n.body for n in answer.notices if n.lane is Lane.POSTS] if answer else []
        for body in bodies:
            events = self.events(body, "genuine bytes", genuine=True)
            self.expect(events == self.events(body, "genuine bytes", genuine=True), "the same bytes give other events")
            for event in events:
                self.check_event(event)
            for odd in mutations(body):
                for event in self.events(odd, "malformed bytes"):
                    self.check_event(event)
        for body in MALFORMED:
            self.events(body, "malformed bytes")

    def check_sending(self) -> None:
        """A message is sent, found again where that is promised, and every failure is a ConnectorError."""
        for message in self.samples.messages:
            network = self.samples.network()
            if self.connector.resend is Resend.LOOK_UP:
                self.expect(self.look_up(message, network) is None, "look_up finds what was never sent")
            sent = self.send(message, network, "send")
            if sent is None:
                continue
            self.expect(bool(sent.remote_id) and isinstance(sent.remote_id, str), "send returns no remote id")
            self.expect(isinstance(sent.url, str), "send returns no url")
            if self.connector.resend is Resend.LOOK_UP:
                found = self.look_up(message, network)
                self.expect(
                    found is not None and found.remote_id == sent.remote_id, "look_up does not find what was sent"
                )
            if self.connector.resend is Resend.SAFE:
                again = self.send(message, network, "send, a second time,")
                same = again is not None and again.remote_id == sent.remote_id
                self.expect(same, "is safe to resend, and a second send has another remote id")
            for status in REFUSALS:
                self.check_failure(message, status)

    def check_failure(self, message: OutgoingMessage, status: int) -> None:
        """A network that answers with an error; connectors that do not ask the network have none."""
        failing = Failing(status)
        try:
            self.connector.send(message, self.samples.connection, failing)
            self.expect(not failing.asked, f"send takes an answer of {status} for success")
        except ConnectorError as error:
            self.check_error(error, message)
            if status in PASSING:
                self.expect(not error.permanent, f"send gives up for good at an answer of {status}, which passes")
        except Exception as error:
            self.failures.append(f"send raises {type(error).__name__} at an answer of {status}")

    def check_refused(self, request: HookRequest, what: str, statuses: Sequence[int] = range(400, 500)) -> None:
        """The request is refused, and nothing of it is kept."""
        answer = self.hook(request)
        if answer is not None:
            self.expect(answer.status in statuses, f"read_hook answers {what} with {answer.status}")
            self.expect(not answer.notices, f"read_hook keeps something of {what}")

    def check_notice(self, notice: Notice) -> None:
        """What is kept is bytes with an id and a lane."""
        self.expect(isinstance(notice, Notice), "read_hook returns what is no Notice")
        self.expect(isinstance(notice.event_id, str) and bool(notice.event_id), "a notice has no event id")
        self.expect(isinstance(notice.body, bytes) and bool(notice.body), "a notice has no bytes")
        self.expect(isinstance(notice.lane, Lane), "a notice's lane is no Lane")

    def check_event(self, event: Any) -> None:
        """Every event is one of the contract's, with ids, and can be stored."""
        if isinstance(event, IncomingPost | EditedPost):
            self.check_post(event if isinstance(event, IncomingPost) else event.post)
        elif isinstance(event, Reaction):
            self.expect(event.kind in ("like", "share"), "a reaction is neither like nor share")
            self.check_texts(event.remote_id, event.author_id, event.post_id)
        elif isinstance(event, DeletedPost):
            self.check_texts(event.remote_id)
            self.check_texts(event.author_id, needed=False)
        else:
            self.failures.append(f"read_events returns a {type(event).__name__}, which is no event")

    def check_post(self, post: IncomingPost) -> None:
        """A post can be stored, and is not less private than it was."""
        self.check_texts(post.remote_id, post.author.remote_id)
        self.check_texts(post.text, post.author.name, post.url, post.in_reply_to, post.thread_id, needed=False)
        self.expect(isinstance(post.audience, Audience), "a post's audience is no Audience")
        self.expect(not post.is_message or post.audience is Audience.DIRECT, "a message is not marked as direct")
        at = post.published_at
        self.expect(at is None or at.tzinfo is not None, "a post's time names no time zone")
        self.expect(not isinstance(post.addressed_to, str), "addressed_to is one text, not several")
        try:
            json.dumps(dict(post.extra))
        except (TypeError, ValueError):
            self.failures.append("a post's extra holds what is no JSON")

    def check_texts(self, *texts: Any, needed: bool = True) -> None:
        """Texts that a database takes: no null bytes, no half characters."""
        for text in texts:
            self.expect(isinstance(text, str) and (bool(text) or not needed), "an id is missing or no text")
            if isinstance(text, str):
                broken = "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
                self.expect(not broken, "a text holds what cannot be stored")

    def check_error(self, error: BaseException, message: OutgoingMessage | None = None) -> None:
        """What ends in a log or on a screen names no secret and no citizen."""
        private = {secret for secret in self.samples.connection.secrets.values() if len(secret) >= _TELLING}
        self.expect(not any(secret in _said(error) for secret in private), "an error says a secret")
        if message is not None and message.recipient is not None:
            person = message.recipient
            names = {name for name in (person.handle, person.name, person.remote_id) if len(name) >= _TELLING}
            self.expect(not any(name in _said(error) for name in names), "an error names a citizen")
            self.expect(message.text not in _said(error) or not message.text, "an error quotes the message")

    def hook(self, request: HookRequest) -> HookAnswer | None:
        """The answer to a hook's request, or None where it raised."""
        try:
            answer = self.connector.read_hook(request, self.samples.connection)
        except Exception as error:
            self.check_error(error)
            self.failures.append(f"read_hook raises {type(error).__name__} instead of answering")
            return None
        self.expect(isinstance(answer, HookAnswer), "read_hook returns no HookAnswer")
        return answer if isinstance(answer, HookAnswer) else None

    def events(self, body: bytes, what: str, *, genuine: bool = False) -> list[Any]:
        """The events in some bytes; an error that is allowed gives none."""
        try:
            return list(self.connector.read_events(body, self.samples.connection))
        except ConnectorError as error:
            self.check_error(error)
            self.expect(error.permanent, f"read_events wants to try {what} again, which will not change")
            self.expect(not genuine, f"read_events refuses {what}")
        except Exception as error:
            self.failures.append(f"read_events raises {type(error).__name__} at {what}")
        return []

    def send(self, message: OutgoingMessage, network: Door, what: str) -> Sent | None:
        """What was sent, or None where it failed."""
        try:
            sent = self.connector.send(message, self.samples.connection, network)
        except Exception as error:
            self.check_error(error, message)
            self.failures.append(f"{what} raises {type(error).__name__} where the network takes the message")
            return None
        self.expect(isinstance(sent, Sent), f"{what} returns no Sent")
        return sent if isinstance(sent, Sent) else None

    def look_up(self, message: OutgoingMessage, network: Door) -> Sent | None:
        """What was found, or None."""
        try:
            return self.connector.look_up(message, self.samples.connection, network)
        except Exception as error:
            self.failures.append(f"look_up raises {type(error).__name__} where the network answers")
            return None

    def expect(self, kept: bool, broken: str) -> None:
        """Note a broken promise."""
        if not kept:
            self.failures.append(broken)


def _said(error: BaseException) -> str:
    """Everything a log would show of an error: its words, those for officers, and those of what caused it."""
    said: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        said += [str(cause), str(getattr(cause, "shown", ""))]
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(said)
