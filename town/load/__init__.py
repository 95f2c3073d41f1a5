"""A crowd for the benches: signed posts by many authors on many servers, inboxes that count, and a fast sender.

crowd = make_crowd(folder, authors=1000, servers=200, port=9100)
activities(folder / "requests", crowd, count=10_000, inbox="http://localhost:8000/inbox", agency="http://…/@dinas-pu")
with Peers(crowd) as peers:                  # another process: actors, keys, inboxes
    result = fire(folder / "requests", rate=500, connections=32)
    print(result.per_second, result.milliseconds(99), peers.counts(), peers.replied())
"""

from town.load.crowd import Crowd, load_crowd, make_crowd
from town.load.fire import Result, fire
from town.load.peers import Peers
from town.load.requests import activities

__all__ = ["Crowd", "Peers", "Result", "activities", "fire", "load_crowd", "make_crowd"]
