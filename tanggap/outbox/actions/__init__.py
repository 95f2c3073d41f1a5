"""The only writers of messages and deliveries."""

from tanggap.outbox.actions.settle import (
    claim_deliveries,
    free_deliveries,
    give_up_delivery,
    put_back_deliveries,
    retry_delivery,
    settle_deliveries,
)
from tanggap.outbox.actions.submit import Answered, Draft, Recipient, Signed, submit_messages, submit_protocol

__all__ = [
    "Answered",
    "Draft",
    "Recipient",
    "Signed",
    "claim_deliveries",
    "free_deliveries",
    "give_up_delivery",
    "put_back_deliveries",
    "retry_delivery",
    "settle_deliveries",
    "submit_messages",
    "submit_protocol",
]
