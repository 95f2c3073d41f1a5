"""One door for both schemes: read what a request claims, judge it by a key, sign a request of our own."""

from __future__ import annotations

from collections.abc import Callable

from tanggap.federation.signatures.cavage import SCHEME as CAVAGE
from tanggap.federation.signatures.cavage import read_cavage, sign_cavage
from tanggap.federation.signatures.claim import Arriving, BadSignature, Claim
from tanggap.federation.signatures.keys import PublicKey, fits, kind_of
from tanggap.federation.signatures.rfc9421 import SCHEME as RFC9421
from tanggap.federation.signatures.rfc9421 import read_rfc9421, sign_rfc9421

Signer = Callable[..., dict[str, str]]
SIGNERS: dict[str, Signer] = {CAVAGE: sign_cavage, RFC9421: sign_rfc9421}


def read_claim(request: Arriving) -> Claim:
    """What a request says about its signer. Raises BadSignature; host, time and digest are then judged already."""
    if "HTTP_SIGNATURE" not in request.meta:
        raise BadSignature("no signature")
    if "HTTP_SIGNATURE_INPUT" in request.meta:
        return read_rfc9421(request)
    return read_cavage(request)


def signed_by(claim: Claim, key: PublicKey) -> bool:
    """Whether the key made the signature that the request claims."""
    if claim.key_kind and claim.key_kind != kind_of(key):
        return False
    return any(fits(key, claim.signature, base) for base in claim.bases)


def other_scheme(scheme: str) -> str:
    """The scheme for the second knock."""
    return CAVAGE if scheme == RFC9421 else RFC9421
