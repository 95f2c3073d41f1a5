"""Agencies are opened and described here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.db import IntegrityError
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.masterkey import wrap
from tanggap.files.models import StoredFile
from tanggap.registry.actions.register import check_authority, lock_register, record_change
from tanggap.registry.errors import RegistryRefusal
from tanggap.registry.events import agency_changed, agency_opened
from tanggap.registry.models import Agency, AgencyDomain, AgencyKeyword, Officer, Power, SigningKey

# Lower-case letters, digits, and - or _ inside: what every network and the fediverse can write.
HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?")


def open_agency(
    slug: str, name: str, *, handle: str = "", description: str = "", email: str = "", keywords: Iterable[str] = ()
) -> Agency:
    """The operator adds an agency, with the key that signs for it. Raises RegistryRefusal."""
    slug, handle = slug.strip().lower(), (handle.strip().lstrip("@") or slug.strip()).lower()
    for text in (slug, handle):
        if not HANDLE.fullmatch(text):
            raise RegistryRefusal(
                _("“%(text)s” cannot be used: only small letters, digits, and - or _ inside.") % {"text": text}
            )
    if not name.strip():
        raise RegistryRefusal(_("An agency needs a name."))
    # Making the key takes a tenth of a second, which nobody should wait for inside a transaction.
    key = _new_signing_key()
    at = now()
    try:
        with writing():
            lock_register()
            agency = Agency.objects.create(
                slug=slug,
                name=name.strip()[:150],
                handle=handle,
                description=description[:500],
                email=email,
                opened_at=at,
            )
            key.agency = agency
            key.save()
            _replace_keywords(agency, keywords)
            record_change(at, lambda register: agency_opened(agency, at, register))
    except IntegrityError as error:
        taken = {"slug": slug, "handle": handle}
        raise RegistryRefusal(_("There is an agency %(slug)s, or one with the handle %(handle)s.") % taken) from error
    return agency


def change_agency(
    agency: Agency,
    *,
    name: str | None = None,
    description: str | None = None,
    email: str | None = None,
    logo: StoredFile | None = None,
    is_active: bool | None = None,
    acting_officer: Officer | None,
) -> None:
    """Change what the register says of an agency; what is not given stays. Raises NotAllowed."""
    given = {"name": name, "description": description, "email": email, "logo": logo, "is_active": is_active}
    changes = {field: value for field, value in given.items() if value is not None}
    at = now()
    with writing():
        lock_register()
        mandate = check_authority(acting_officer, agency, Power.ACCOUNTS)
        Agency.objects.filter(id=agency.id).update(**changes)
        record_change(at, lambda register: agency_changed(agency, at, mandate, register))
    agency.refresh_from_db()


def add_domain(agency: Agency, host: str, *, acting_officer: Officer | None) -> AgencyDomain:
    """Let the agency be found under a host name of its own too. Raises NotAllowed, RegistryRefusal."""
    host, at = host.strip().lower().rstrip("/"), now()
    if not HOST.fullmatch(host):
        raise RegistryRefusal(_("“%(host)s” is no host name.") % {"host": host})
    try:
        with writing():
            lock_register()
            mandate = check_authority(acting_officer, agency, Power.ACCOUNTS)
            domain = AgencyDomain.objects.create(agency=agency, host=host)
            record_change(at, lambda register: agency_changed(agency, at, mandate, register))
    except IntegrityError as error:
        raise RegistryRefusal(_("%(host)s belongs to an agency already.") % {"host": host}) from error
    return domain


def remove_domain(agency: Agency, host: str, *, acting_officer: Officer | None) -> bool:
    """The agency is no longer found under a host name; True when it was. Raises NotAllowed."""
    at = now()
    with writing():
        lock_register()
        mandate = check_authority(acting_officer, agency, Power.ACCOUNTS)
        removed, _each = AgencyDomain.objects.filter(agency=agency, host=host.strip().lower()).delete()
        if removed:
            record_change(at, lambda register: agency_changed(agency, at, mandate, register))
    return bool(removed)


def set_keywords(agency: Agency, words: Iterable[str], *, acting_officer: Officer | None) -> None:
    """Replace the words by which posts find the agency. They only suggest, so the record does not hold them.

    Raises NotAllowed.
    """
    with writing():
        Agency.objects.select_for_update().get(id=agency.id)
        check_authority(acting_officer, agency, Power.ACCOUNTS)
        AgencyKeyword.objects.filter(agency=agency).delete()
        _replace_keywords(agency, words)


def choose_front_desk(agency: Agency) -> None:
    """The operator says which agency gets what is addressed to nobody in particular."""
    with writing():
        Agency.objects.filter(is_front_desk=True).exclude(id=agency.id).update(is_front_desk=False)
        Agency.objects.filter(id=agency.id).update(is_front_desk=True)


def ensure_instance_key() -> SigningKey:
    """The key of the installation's own actor, made when it is first asked for."""
    found = SigningKey.objects.filter(agency__isnull=True, retired_at__isnull=True).first()
    if found is not None:
        return found
    key = _new_signing_key()
    try:
        with writing():
            key.save()
    except IntegrityError:
        # Somebody else was first; theirs counts.
        return SigningKey.objects.get(agency__isnull=True, retired_at__isnull=True)
    return key


def _replace_keywords(agency: Agency, words: Iterable[str]) -> None:
    plain = sorted({" ".join(word.lower().split())[:80] for word in words} - {""})
    AgencyKeyword.objects.bulk_create([AgencyKeyword(agency=agency, word=word) for word in plain])


def _new_signing_key() -> SigningKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(public_pem=pem.decode(), sealed_private=wrap(der))
