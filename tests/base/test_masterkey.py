import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from tanggap.base.crypto import BadSeal, new_key
from tanggap.base.masterkey import new_master_key, unwrap, wrap


def test_a_wrapped_key_comes_back():
    key = new_key()
    assert unwrap(wrap(key)) == key
    assert key not in wrap(key)


def test_a_database_hands_bytes_back_as_a_memoryview():
    key = new_key()
    assert unwrap(memoryview(wrap(key))) == key


def test_another_master_key_opens_nothing(settings):
    wrapped = wrap(new_key())
    settings.MASTER_KEY = new_master_key()
    with pytest.raises(BadSeal):
        unwrap(wrapped)


@pytest.mark.parametrize("given", ["", "kurz", "!" * 44, base64.urlsafe_b64encode(b"x" * 31).decode()])
def test_a_missing_or_malformed_master_key_is_named(settings, given):
    settings.MASTER_KEY = given
    with pytest.raises(ImproperlyConfigured, match="TANGGAP_MASTER_KEY"):
        wrap(new_key())
