from __future__ import annotations

from tanggap.registry.actions import revoke_mandate
from tanggap.registry.models import Mandate


def held_by(office) -> Mandate:
    return Mandate.objects.get(officer=office.officer)


def test_a_mandate_says_who_may_do_what_by_which_decree(client, office):
    html = client.get(f"/mandates/{held_by(office).public_id}").content.decode()
    assert "Kepala Seksi petugas" in html
    assert "SK 1/2026" in html
    assert "Berlaku" in html
    assert "Nama petugas" not in html


def test_a_standing_instruction_says_that_a_machine_carries_it_out(client, office):
    standing = Mandate.objects.get(officer=None)
    assert "dijalankan mesin" in client.get(f"/mandates/{standing.public_id}").content.decode()


def test_a_revoked_mandate_stays_readable(client, office):
    revoke_mandate(held_by(office), "pindah tugas", acting_officer=None)
    html = client.get(f"/mandates/{held_by(office).public_id}").content.decode()
    assert "Dicabut" in html
    assert "pindah tugas" in html


def test_a_mandate_that_never_took_effect_is_not_known(client, office):
    Mandate.objects.filter(officer=office.officer).update(confirmed_at=None)
    assert client.get(f"/mandates/{held_by(office).public_id}").status_code == 404
