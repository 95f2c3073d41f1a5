"""What a citizen has written so far, carried from step to step in a signed field: no session, no cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field, replace

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from tanggap.base.ids import CROCKFORD
from tanggap.web import words
from tanggap.web.public.mail_address import is_mail_address

SALT = "web.report"
MOST_TEXT, LEAST_TEXT, MOST_PLACE, MOST_NAME = 5000, 8, 200, 100
# What a form may be: words open and nobody known, words open and officers know the name, or nothing open at all.
ANONYMOUS, NAMED, CONFIDENTIAL = "anonymous", "named", "confidential"
WAYS = (ANONYMOUS, NAMED, CONFIDENTIAL)


@dataclass(frozen=True)
class ReportDraft:
    """A report on its way. `nonce` is drawn once for a form and makes its numbers."""

    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    agency: str = ""
    text: str = ""
    place: str = ""
    way: str = ANONYMOUS
    name: str = ""
    email: str = ""

    def signed(self) -> str:
        """The draft for the form's hidden field."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    def with_(self, **changes: str) -> ReportDraft:
        """The draft with a step's answers."""
        return replace(self, **changes)

    @property
    def form_id(self) -> str:
        """One for each form and its words: pressing twice is one report, changed words are another."""
        return self._drawn("form")[:20].hex()

    @property
    def tracking_id(self) -> str:
        """The case's number, as random as the nonce, and the same when the button is pressed twice."""
        number = int.from_bytes(self._drawn("number")[:5])
        drawn = "".join(CROCKFORD[(number >> shift) & 31] for shift in range(35, -1, -5))
        return f"{drawn[:4]}-{drawn[4:]}"

    @property
    def secret(self) -> str:
        """The secret of the citizen's own link: 192 bits that only this installation can draw."""
        return signing.b64_encode(self._drawn("secret")[:24]).decode()

    def _drawn(self, what: str) -> bytes:
        said = "\0".join((what, self.nonce, self.agency, self.text, self.place, self.way, self.name))
        return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).digest()


def read_draft(field_value: str) -> ReportDraft | None:
    """The draft of a hidden field; None when somebody changed it."""
    try:
        return ReportDraft(**signing.loads(field_value, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None


def check_words(text: str) -> dict[str, str]:
    """Mistakes of the first step, by field."""
    if not text:
        return {"text": _("Write what happened. One sentence is enough.")}
    if len(text) < LEAST_TEXT:
        return {"text": _("Write a little more, so that we know what it is about.")}
    if len(text) > MOST_TEXT:
        said = {"length": words.number_words(len(text)), "most": words.number_words(MOST_TEXT)}
        return {"text": _("Make it shorter: %(length)s characters, and we can take %(most)s.") % said}
    return {}


def check_place(place: str) -> dict[str, str]:
    """Mistakes of the second step."""
    if len(place) > MOST_PLACE:
        said = {"most": MOST_PLACE}
        return {"place": _("Make the place shorter: %(most)d characters at most.") % said}
    return {}


def check_privacy(way: str, name: str, email: str) -> dict[str, str]:
    """Mistakes of the third step."""
    errors = {}
    if way not in WAYS:
        errors["way"] = _("Choose who may know.")
    if way == NAMED and not name:
        errors["name"] = _("Write your name, or choose that nobody knows it was you.")
    if len(name) > MOST_NAME:
        errors["name"] = _("Make the name shorter: %(most)d characters at most.") % {"most": MOST_NAME}
    if email and not is_mail_address(email):
        errors["email"] = _("This is no e-mail address. It looks like name@example.org. You may also leave it empty.")
    return errors
