"""The entries that publications make in the record."""

from __future__ import annotations

from tanggap.publishing.models import Publication
from tanggap.records.acts import Act
from tanggap.records.fields import declare

declare("publication.approved", kind=str, digest=str, networks=list)


def publication_approved(publication: Publication, mandate: str, digest: str, networks: list[str]) -> Act:
    """A publication was approved by a second officer; its words are public, so their digest is too."""
    assert publication.approved_at is not None
    public = {"kind": publication.kind, "digest": digest, "networks": networks}
    subject = f"publication:{publication.public_id}"
    return Act(
        "publication.approved",
        publication.approved_at,
        subject,
        agency=publication.agency.public_id,
        mandate=mandate,
        public=public,
    )
