"""What a process asks for when it starts."""

import threading

import pytest
from django.conf import settings
from django.db import connection, connections

from tanggap.config.process import widen_cache


def cache_of_a_new_thread():
    found = []

    def ask():
        with connection.cursor() as cursor:
            found.append(cursor.execute("PRAGMA cache_size").fetchone()[0])
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.skipif(not settings.SQLITE, reason="SQLite's cache is each connection's own")
def test_a_worker_keeps_more_of_the_database_in_memory_than_a_thread_of_the_web(db, monkeypatch):
    options = connections["default"].settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "init_command", options["init_command"])
    before = cache_of_a_new_thread()
    widen_cache()
    assert (before, cache_of_a_new_thread()) == (-4000, -32000)
