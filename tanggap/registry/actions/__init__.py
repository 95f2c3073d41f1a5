"""The only writers of this room's tables."""

from tanggap.registry.actions.accounts import (
    draft_account,
    open_form_account,
    open_own_account,
    publish_account,
    retire_account,
)
from tanggap.registry.actions.agencies import (
    add_domain,
    change_agency,
    choose_front_desk,
    ensure_instance_key,
    open_agency,
    remove_domain,
    set_keywords,
)
from tanggap.registry.actions.approvals import confirm_approval, refuse_approval
from tanggap.registry.actions.mandates import give_standing_instruction, grant_mandate, revoke_mandate
from tanggap.registry.actions.officers import appoint_officer, relieve_officer, set_duty

__all__ = [
    "add_domain",
    "appoint_officer",
    "change_agency",
    "choose_front_desk",
    "confirm_approval",
    "draft_account",
    "ensure_instance_key",
    "give_standing_instruction",
    "grant_mandate",
    "open_agency",
    "open_form_account",
    "open_own_account",
    "publish_account",
    "refuse_approval",
    "relieve_officer",
    "remove_domain",
    "retire_account",
    "revoke_mandate",
    "set_duty",
    "set_keywords",
]
