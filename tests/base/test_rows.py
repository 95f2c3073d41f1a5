"""Rows in bulk are the rows that the ORM would have written."""

import pytest
from django.db import IntegrityError

from tanggap.base.clock import now
from tanggap.base.rows import insert_rows
from tanggap.people.models import Withdrawal
from tanggap.threads.models import Thread

COLUMNS = ("network", "audience", "account_id", "created_at")


@pytest.mark.parametrize("text", ["plain", "a\tb\nc\\d\re", "\\N", "ꦗꦮ 😀", ""])
def test_what_was_written_is_read_again(db, text):
    at = now()
    [id_] = insert_rows(Thread, COLUMNS, [(text, "public", None, at)])
    thread = Thread.objects.get(id=id_)
    assert (thread.network, thread.account_id, thread.created_at) == (text, None, at)


def test_ids_come_back_in_the_order_of_the_rows(db):
    ids = insert_rows(Thread, COLUMNS, [(f"t{n}", "public", None, now()) for n in range(50)])
    assert [Thread.objects.get(id=id_).network for id_ in ids] == [f"t{n}" for n in range(50)]


def test_a_row_that_is_there_already_is_refused(db):
    insert_rows(Withdrawal, ("name", "at"), [("same", now())])
    with pytest.raises(IntegrityError):
        insert_rows(Withdrawal, ("name", "at"), [("same", now())])


def test_no_rows_are_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_rows(Thread, COLUMNS, []) == []
