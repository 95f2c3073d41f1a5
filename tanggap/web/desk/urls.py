"""Addresses of the desk."""

from typing import Any

from django.urls import URLPattern

from tanggap.web.access import page
from tanggap.web.desk import acts, publications
from tanggap.web.desk.access import RULES
from tanggap.web.desk.case import show_desk_case
from tanggap.web.desk.queue import show_queue
from tanggap.web.desk.talk import list_talk


def _desk(route: str, view: Any, name: str) -> URLPattern:
    return page(route, view, name, RULES[name])


urlpatterns = [
    _desk("desk/", show_queue, "desk"),
    _desk("desk/talk/", list_talk, "desk_talk"),
    _desk("desk/talk/<int:post_id>/promotion", acts.promote, "desk_promotion"),
    _desk("desk/notices/<int:notice_id>/sight", acts.see, "desk_notice"),
    _desk("desk/publications/", publications.list_publications, "desk_publications"),
    _desk("desk/publications/new/", publications.write_publication, "desk_publication_new"),
    _desk("desk/publications/<slug:public_id>/", publications.write_publication, "desk_publication"),
    _desk("desk/publications/<slug:public_id>/approval", publications.approve, "desk_publication_approval"),
    _desk("desk/publications/<slug:public_id>/return", publications.give_back, "desk_publication_return"),
    _desk("desk/<str:tracking_id>/", show_desk_case, "desk_case"),
    _desk("desk/<str:tracking_id>/answers", acts.answer, "desk_answer"),
    _desk("desk/<str:tracking_id>/corrections/<int:step_id>", acts.correct, "desk_correction"),
    _desk("desk/<str:tracking_id>/assignment", acts.assign, "desk_assignment"),
    _desk("desk/<str:tracking_id>/forwarding", acts.forward, "desk_forwarding"),
    _desk("desk/<str:tracking_id>/notes", acts.note, "desk_note"),
    _desk("desk/<str:tracking_id>/closure", acts.close, "desk_closure"),
    _desk("desk/<str:tracking_id>/dismissal", acts.dismiss, "desk_dismissal"),
    _desk("desk/<str:tracking_id>/reopening", acts.reopen, "desk_reopening"),
    _desk("desk/<str:tracking_id>/hidden/<int:post_id>", acts.hide, "desk_hiding"),
    _desk("desk/<str:tracking_id>/deliveries/<int:delivery_id>", acts.retry, "desk_delivery"),
]
