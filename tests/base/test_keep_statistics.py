"""A database that plans by what it counted is told when that has become wrong."""

import pytest
from django.db import connection

from tanggap.base.clock import now
from tanggap.base.rows import insert_rows
from tanggap.base.steps import FEW, keep_statistics
from tanggap.people.models import Withdrawal

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no such counts")


def grow(rows, first=0):
    insert_rows(Withdrawal, ("name", "at"), [(f"n{number}", now()) for number in range(first, first + rows)])
    with connection.cursor() as cursor:
        # What a session changed is told to the others a little later.
        cursor.execute("SELECT pg_stat_force_next_flush()")
    connection.close()


def counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Withdrawal._meta.db_table])
        return cursor.fetchone()[0]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_table_that_grew_by_all_that_it_held_is_counted():
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{Withdrawal._meta.db_table}"')
    grow(FEW // 2)
    keep_statistics(100)
    before = counted()
    grow(FEW, first=FEW)
    assert keep_statistics(100) >= 1
    assert before <= 0
    assert counted() == FEW // 2 + FEW


def test_sqlite_has_nothing_to_count(db):
    if connection.vendor == "sqlite":
        assert keep_statistics(100) == 0
