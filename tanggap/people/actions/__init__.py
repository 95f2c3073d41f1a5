"""The only writers of this room's tables."""

from tanggap.people.actions.citizens import choose_language, opt_in_citizen, opt_out_citizen
from tanggap.people.actions.identities import (
    KnownAuthor,
    Person,
    know_authors,
    know_identities,
    mark_identity_back,
    mark_identity_gone,
    move_identity,
)
from tanggap.people.actions.leftovers import sweep_leftovers
from tanggap.people.actions.tries import count_try
from tanggap.people.actions.users import (
    accept_invitation,
    choose_password,
    create_user,
    deactivate_user,
    invite_user,
    set_email,
)
from tanggap.people.actions.withdrawals import remember_withdrawals

__all__ = [
    "KnownAuthor",
    "Person",
    "accept_invitation",
    "choose_language",
    "choose_password",
    "count_try",
    "create_user",
    "deactivate_user",
    "invite_user",
    "know_authors",
    "know_identities",
    "mark_identity_back",
    "mark_identity_gone",
    "move_identity",
    "opt_in_citizen",
    "opt_out_citizen",
    "remember_withdrawals",
    "set_email",
    "sweep_leftovers",
]
