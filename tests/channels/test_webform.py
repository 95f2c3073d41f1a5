"""A report of our own form is read like any network's bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.channels.connectors.webform.connector import WebformConnector
from tanggap.channels.connectors.webform.samples import REPORT, SAMPLES, report
from tanggap.channels.contract import Audience, ConnectorError, IncomingPost
from tanggap.channels.testing import Agreeable

webform = WebformConnector()


def read(body: bytes) -> IncomingPost:
    [post] = webform.read_events(body, SAMPLES.connection)
    assert isinstance(post, IncomingPost)
    return post


def test_a_report_is_a_post_with_the_forms_choices() -> None:
    post = read(report())
    assert (post.text, post.audience) == (REPORT["text"], Audience.PUBLIC)
    chosen = {"anonymous": True, "tracking_id": "7Q2M-4K9X", "secret_hash": "0f" * 32}
    assert post.extra == chosen


def test_a_confidential_report_is_for_its_officers_only() -> None:
    post = read(report(confidential=True))
    assert (post.audience, post.extra["confidential"]) == (Audience.DIRECT, True)


def test_each_report_has_an_author_of_its_own() -> None:
    assert read(report()).author.remote_id == f"form:{REPORT['id']}"


def test_a_report_to_an_agency_is_addressed_to_its_account() -> None:
    assert list(read(report()).addressed_to) == ["dinas-pu"]


def test_a_report_to_nobody_is_addressed_to_nobody() -> None:
    assert list(read(report(agency="")).addressed_to) == []


def test_a_further_post_is_by_the_same_person() -> None:
    further = read(report(id="c3f0a4c6d8", in_reply_to="form:1", author="form:1", says="not_done"))
    assert (further.in_reply_to, further.author.remote_id, further.extra["says"]) == ("form:1", "form:1", "not_done")


@pytest.mark.parametrize(
    "wrong",
    [
        {"confidential": "yes"},
        {"anonymous": 1},
        {"tracking_id": "7Q2M4K9X"},
        {"secret_hash": "0f"},
        {"id": "../../etc"},
        {"id": ""},
        {"text": None, "id": 5},
    ],
)
def test_a_report_that_is_not_as_written_is_put_aside(wrong: dict[str, object]) -> None:
    with pytest.raises(ConnectorError) as caught:
        read(report(**wrong))
    assert caught.value.permanent


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(REPORT)), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()))
def test_any_value_in_any_field_is_read_or_put_aside(field: str, value: object) -> None:
    failure = None
    try:
        read(report(**{field: value}))
    except ConnectorError as error:
        failure = error
    assert failure is None or failure.permanent


def test_an_answer_has_arrived_where_it_is_stored() -> None:
    [answer] = SAMPLES.messages
    assert webform.send(answer, SAMPLES.connection, Agreeable()).url == answer.url
