"""Our requests for documents are signed by the installation's own actor."""

import time

import pytest

from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.federation.neighbours import ACTOR, OURS, arriving

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(our_host):
    from tanggap.federation.keys import InstanceSigner

    return InstanceSigner()


def test_a_request_is_signed_once_there_is_an_actor(signer):
    from tanggap.federation.actions import open_instance
    from tanggap.federation.signatures.keys import load_public
    from tanggap.registry.queries import signing_key

    assert signer(ACTOR) == {}
    open_instance()
    headers = signer(ACTOR)
    request = arriving(headers, b"", "/users/siti", method="GET", hosts={"warga.example"}, now=time.time())
    claim = read_claim(request)
    assert claim.key_id == f"https://{OURS}/actor#main-key"
    assert signed_by(claim, load_public(signing_key(None).public_pem))


def test_opening_twice_keeps_the_key(our_host):
    from tanggap.federation.actions import open_instance
    from tanggap.registry.models import SigningKey

    open_instance()
    open_instance()
    assert SigningKey.objects.filter(agency=None).count() == 1
