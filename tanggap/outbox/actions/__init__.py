"""The only writers of messages and deliveries."""

from tanggap.outbox.actions.settle import claim_deliveries, retry_delivery, settle_deliveries
from tanggap.outbox.actions.submit import Draft, Signed, submit_messages, submit_protocol

__all__ = [
    "Draft",
    "Signed",
    "claim_deliveries",
    "retry_delivery",
    "settle_deliveries",
    "submit_messages",
    "submit_protocol",
]
