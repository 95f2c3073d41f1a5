"""Which handles are the government's own, so that a page may show them."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from tanggap.base.cache import keep, look
from tanggap.cases.queries import Mask
from tanggap.registry.models import Agency, Network, OfficialAccount
from tanggap.web.public.masking import mask_words

KEPT_SECONDS = 60
# Networks on which a name is written with an @ before it.
WITH_AT = {"activitypub", "instagram", "x", "threads", "bluesky", "tiktok", "youtube", "telegram", "mastodon"}


def official_handles() -> frozenset[str]:
    """Every way to write an official account, lower case and without the leading @; kept for a minute."""
    kept: frozenset[str] | None = look("web.official_handles")
    if kept is None:
        kept = frozenset(_written())
        keep("web.official_handles", kept, KEPT_SECONDS)
    return kept


def public_mask() -> Mask:
    """What a public page does to words, for whoever may read no more than it shows."""
    return partial(mask_words, official=official_handles())


def shown_handle(account: OfficialAccount) -> str:
    """An official account as people write it: with its @ where the network has handles, a form by its place."""
    if account.network == Network.WEBFORM:
        return _("Form on %(host)s") % {"host": account.handle.partition("/")[0]}
    has_at = account.network in WITH_AT and not account.handle.startswith("@")
    return f"@{account.handle}" if has_at else account.handle


def network_name(network: str) -> str:
    """A network as people call it, also one that a third party's connector brought."""
    if network == Network.WEBFORM:
        return _("the form on this site")
    return str(Network(network).label) if network in Network.values else network.capitalize()


def _written() -> set[str]:
    """In one query: whoever opens a page first in a minute waits for it."""
    accounts = (
        OfficialAccount.objects.published().order_by().values_list("handle", Value(None, CharField()), Value(True))
    )
    # An agency comes once for each domain of its own, and once where it has none.
    agencies = Agency.objects.order_by().values_list("handle", "domains__host", Value(False))
    written = set()
    for handle, domain, is_account in accounts.union(agencies, all=True):
        if is_account:
            written.add(handle.lstrip("@"))
        else:
            written |= {handle, f"{handle}@{settings.PUBLIC_HOST}"} | ({f"{handle}@{domain}"} if domain else set())
    return {one.lower() for one in written}
