"""The only writers of messages and deliveries."""

from tanggap.outbox.actions.settle import claim_deliveries, retry_delivery, settle_deliveries
from tanggap.outbox.actions.submit import Draft, submit_messages, submit_protocol

__all__ = ["Draft", "claim_deliveries", "retry_delivery", "settle_deliveries", "submit_messages", "submit_protocol"]
