"""Whatever is sent to the inbox gets an answer that fits, and never a failure of ours."""

from __future__ import annotations

import time

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.federation.neighbours import OURS, activity, as_meta, note
from tests.federation.odd import inners, wholes

pytestmark = pytest.mark.django_db
ANSWERS = {202, 400, 401, 403, 404, 413, 429}
once = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once
@given(wholes, inners)
def test_any_signed_activity(agency, siti, whole, inner):
    from tanggap.federation.inbox_view import receive

    body = orjson.dumps(activity(thing=note() | inner) | whole)
    headers = siti.headers("cavage", f"https://{OURS}/inbox", body, at=time.time())
    assert receive(as_meta(headers), body).status in ANSWERS


@once
@given(st.binary(max_size=400), st.text(max_size=30))
def test_any_signed_bytes_at_any_account(agency, siti, body, handle):
    from tanggap.federation.inbox_view import receive

    headers = siti.headers("rfc9421", f"https://{OURS}/inbox", body, at=time.time())
    assert receive(as_meta(headers), body, handle).status in ANSWERS - {202}


@once
@given(
    st.dictionaries(st.sampled_from(["HTTP_HOST", "HTTP_DATE", "HTTP_SIGNATURE", "HTTP_DIGEST"]), st.text(max_size=60))
)
def test_any_headers(agency, siti, odd):
    from tanggap.federation.inbox_view import receive

    body = orjson.dumps(activity())
    headers = siti.headers("cavage", body=body, at=time.time())
    assert receive(as_meta(headers) | odd, body).status in ANSWERS
