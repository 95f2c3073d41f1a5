import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tanggap.base.clock import now
from tanggap.base.http import GuardedDoor

from .servers import peer, say
from .test_http import OK, names, refusal  # noqa: F401


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-made authority's certificate for kota.example, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kota.example")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kota.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    path = tmp_path_factory.mktemp("tls") / "kota.pem"
    path.write_bytes(
        built.public_bytes(encoding) + key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    )
    return str(path)


@pytest.fixture
def context(certificate):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def test_the_certificate_is_that_of_the_name(names, certificate, context):  # noqa: F811
    names["kota.example"] = ["127.0.0.1"]
    asked = []
    context.sni_callback = lambda _, name, __: asked.append(name)
    guarded = GuardedDoor(True, extra_ca=certificate)
    with peer(OK, context) as there:
        for _ in range(3):
            assert guarded.request("POST", f"https://kota.example:{there.port}/", body=b"x" * 50_000).body == b"halo"
    assert asked == ["kota.example"]


def test_a_certificate_for_another_name_is_refused(names, certificate, context):  # noqa: F811
    names["desa.example"] = ["127.0.0.1"]
    with peer(OK, context) as there:
        url = f"https://desa.example:{there.port}/"
        reply = refusal(lambda: GuardedDoor(True, extra_ca=certificate).request("GET", url))
    assert (reply.reason, reply.permanent) == ("TLS refused", False)


def test_an_unknown_authority_is_refused(names, context):  # noqa: F811
    names["kota.example"] = ["127.0.0.1"]
    with peer(OK, context) as there:
        reply = refusal(lambda: GuardedDoor(True).request("GET", f"https://kota.example:{there.port}/"))
    assert reply.reason == "TLS refused"


def test_a_redirect_from_https_to_http_is_refused(names, certificate, context):  # noqa: F811
    names["kota.example"] = ["127.0.0.1"]
    with peer(say("302 Found", b"", "Location: http://kota.example/"), context) as there:
        url = f"https://kota.example:{there.port}/"
        reply = refusal(lambda: GuardedDoor(True, extra_ca=certificate).request("GET", url))
    assert (reply.reason, reply.permanent) == ("redirected to an unsafe scheme", True)
