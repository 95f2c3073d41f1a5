"""A conformance suite that a connector's author runs in three lines. Needs no Django, no database and no network.

    from tanggap.channels.testing import Samples, check_connector

    def test_it_keeps_the_contract():
        assert check_connector(MyConnector(), Samples(CONNECTION, hooks=[…], messages=[…], network=MyFake)) == []

What it returns are sentences, one for each promise that was broken.
"""

from __future__ import annotations

from tanggap.channels.contract import Connection, Connector
from tanggap.channels.testing.networks import Agreeable, no_sockets
from tanggap.channels.testing.trial import Samples, Trial

__all__ = ["Agreeable", "Samples", "check_connector"]


def check_connector(connector: Connector, samples: Samples | None = None) -> list[str]:
    """Try a connector on samples and on what must be refused; returns the broken promises, none if all is well."""
    given = samples or Samples(Connection(str(getattr(connector, "kind", "")), "", {}, {}))
    trial = Trial(connector, given, [])
    with no_sockets(trial.failures):
        trial.check_promises()
        if not trial.failures:
            trial.check_hooks()
            trial.check_handshakes()
            trial.check_reading()
            trial.check_sending()
    return list(dict.fromkeys(trial.failures))
