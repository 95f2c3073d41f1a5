"""Addresses of the record. They are in published formats and in receipts that people keep, so they never change."""

from tanggap.proof.proofs import SUFFIX
from tanggap.web.access import Access, page
from tanggap.web.record import views

urlpatterns = [
    page("log/checkpoint", views.show_checkpoint, "log_checkpoint", Access.PUBLIC),
    page("log/key", views.show_keys, "log_key", Access.PUBLIC),
    page("log/policy", views.show_policy, "log_policy", Access.PUBLIC),
    page("log/tile/entries/<path:name>", views.show_entries, "log_entries", Access.PUBLIC),
    page("log/tile/<int:level>/<path:name>", views.show_tile, "log_tile", Access.PUBLIC),
    page(f"receipts/<str:name>{SUFFIX}", views.show_receipt, "receipt", Access.PUBLIC),
]
