"""Whoever holds the secret link asks to hear by e-mail."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import hash_secret, secret
from tanggap.cases.models import Case, CaseFollower
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.people.actions import KnownAuthor, count_try, know_identities
from tanggap.rules.packs import pack

# Anybody can type a stranger's address: a few letters are a mistake, more would be a nuisance sent by us.
MOST_TO_ONE_ADDRESS, WITHIN = 3, timedelta(hours=1)


_STOP_TOKEN = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{40})")


def follow_case(case: Case, address: str, confirm_url: str) -> bool:
    """Ask an e-mail address to confirm; nothing else is sent before it did. `confirm_url` ends before the token.

    False, and nothing done, where the address was asked too often within the hour.
    """
    token, address = secret(), address.strip().lower()
    with writing():
        if not count_try("mail.confirm", address, MOST_TO_ONE_ADDRESS, WITHIN):
            return False
        identity = know_identities([KnownAuthor(network="email", remote_id=address)])[("email", address)]
        follower, is_new = CaseFollower.objects.get_or_create(
            case=case, identity=identity, defaults={"token_hash": hash_secret(token), "asked_at": now()}
        )
        if not is_new:
            if follower.confirmed_at:
                return True
            CaseFollower.objects.filter(id=follower.id).update(token_hash=hash_secret(token))
        draft = Draft(
            MessageKind.NEWS,
            "email",
            _words(case, "confirm_address", f"{confirm_url}{token}"),
            agency=case.agency,
            recipient=identity,
            subject=_words(case, "confirm_address_subject"),
            language=case.language,
        )
        submit_messages([draft])
    return True


def confirm_follower(token: str) -> CaseFollower | None:
    """The address was confirmed from its own mailbox; None when the link is not known."""
    with writing():
        follower = CaseFollower.objects.filter(token_hash=hash_secret(token)).select_related("case").first()
        if follower is not None and follower.confirmed_at is None:
            CaseFollower.objects.filter(id=follower.id).update(confirmed_at=now())
        return follower


def stop_token(follower: CaseFollower) -> str:
    """What stands in a letter's link by which it is the last one; nobody else can make it."""
    return f"{follower.case_id}-{follower.identity_id}-{_proof(follower.case_id, follower.identity_id)}"


def stop_following(token: str) -> bool:
    """The address hears nothing more of its case; False when the link is of nobody who still follows."""
    given = _STOP_TOKEN.fullmatch(token)
    if given is None or not constant_time_compare(given[3], _proof(int(given[1]), int(given[2]))):
        return False
    with writing():
        return CaseFollower.objects.filter(case=int(given[1]), identity=int(given[2])).delete()[0] > 0


def stop_all_following(case: Case) -> int:
    """Whoever holds the secret link wants no more news by e-mail; returns how many addresses there were."""
    with writing():
        return case.followers.all().delete()[0]


def _proof(case_id: int, identity_id: int) -> str:
    """The same for every letter of one address about one case, also after it stopped and asked again."""
    return salted_hmac("tanggap.cases.follow", f"{case_id} {identity_id}", algorithm="sha256").hexdigest()[:40]


def _words(case: Case, key: str, confirm_url: str = "") -> str:
    return pack().words(case.language, key, government=settings.GOVERNMENT, url=confirm_url)
