"""The courier keeps calls under way side by side: a server that hangs delays nobody else's messages."""

import threading
import time

import pytest

from tanggap.base.clock import now
from tanggap.channels import plugins
from tanggap.channels.contract import Sent
from tanggap.outbox import steps
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import Delivery, MessageKind

SLOW, QUICK = "https://slow.example/inbox", "https://quick.example/inbox"


@pytest.fixture
def calls(office, monkeypatch):
    """Which inboxes were called; the slow server's calls wait for `let_go`."""
    made, let_go = [], threading.Event()

    def send(message, held, door):
        made.append(message.recipient.inbox if message.recipient else message.extra["address"])
        if made[-1] == SLOW:
            let_go.wait(10)
        return Sent("x")

    monkeypatch.setattr(plugins.connector("activitypub"), "send", send)
    yield made
    let_go.set()


def publish(office, *addresses):
    kind = MessageKind.PUBLICATION
    submit_messages([Draft(kind, "activitypub", "Kabar", "public", account=office.account, addresses=addresses)])


def delivered():
    return Delivery.objects.filter(state="delivered").count()


def test_a_server_that_hangs_delays_nobody_else(office, calls):
    publish(office, *[SLOW] * 20, *[QUICK] * 20)
    courier = steps.Courier()
    until = time.monotonic() + 8
    while delivered() < 20 and time.monotonic() < until:
        courier.turn(100)
    assert delivered() == 20
    assert calls.count(SLOW) == steps.MOST_PER_HOST


def test_many_inboxes_of_one_server_are_settled_together(office, calls, django_assert_max_num_queries, monkeypatch):
    # On a busy machine a turn ends before its last calls are back, and the next one settles these.
    monkeypatch.setattr(steps, "PATIENCE_SECONDS", 30)
    monkeypatch.setattr(steps, "COMPANY_SECONDS", 30)
    publish(office, *[QUICK] * 40)
    with django_assert_max_num_queries(25):
        steps.Courier().turn(100)
    assert delivered() == 40


@pytest.mark.parametrize("why", ["silent", "lease"])
def test_what_waits_too_long_is_put_back_and_was_not_tried(office, calls, why):
    publish(office, *[SLOW] * 10)
    courier = steps.Courier()
    courier.turn(100)
    if why == "silent":
        courier._heard["slow.example"] -= steps.SILENT_SECONDS
    else:
        courier._waiting["slow.example"][0].delivery.lease_until = now()
    courier.turn(100)
    assert Delivery.objects.filter(state="signed", attempts=0).count() == 10 - steps.MOST_PER_HOST
    assert courier._in_hand() == steps.MOST_PER_HOST
