"""Addresses of the desk."""

from typing import Any

from django.urls import URLPattern
from django.urls.converters import IntConverter, register_converter
from django.views.decorators.gzip import gzip_page

from tanggap.web.access import page
from tanggap.web.desk import acts, approvals, measures, notices, password, publications, talk
from tanggap.web.desk.access import RULES
from tanggap.web.desk.case import show_desk_case
from tanggap.web.desk.live import show_news
from tanggap.web.desk.queue import show_queue


class RowConverter(IntConverter):
    """The number of a row: never longer than a database takes."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")


def _desk(route: str, view: Any, name: str) -> URLPattern:
    return page(f"desk/{route}", gzip_page(view), name, RULES[name])


urlpatterns = [
    _desk("", show_queue, "desk"),
    _desk("live", show_news, "desk_live"),
    _desk("measures/", measures.show_desk_measures, "desk_measures"),
    _desk("password/", password.ChangePassword.as_view(), "desk_password"),
    _desk("talk/", talk.list_talk, "desk_talk"),
    _desk("talk/<row:post_id>/promotion", talk.promote, "desk_promotion"),
    _desk("notices/", notices.list_notices, "desk_notices"),
    _desk("notices/<row:notice_id>/sight", notices.see, "desk_notice"),
    _desk("approvals/", approvals.list_approvals, "desk_approvals"),
    _desk("approvals/<slug:public_id>/decision", approvals.decide, "desk_approval"),
    _desk("publications/", publications.list_publications, "desk_publications"),
    _desk("publications/new/", publications.write_publication, "desk_publication_new"),
    _desk("publications/<slug:public_id>/", publications.write_publication, "desk_publication"),
    _desk("publications/<slug:public_id>/approval", publications.approve, "desk_publication_approval"),
    _desk("publications/<slug:public_id>/return", publications.give_back, "desk_publication_return"),
    _desk("publications/<slug:public_id>/withdrawal", publications.withdraw, "desk_publication_withdrawal"),
    _desk("publications/<slug:public_id>/hidden/<row:post_id>", publications.hide, "desk_reply_hiding"),
    _desk("publications/<slug:public_id>/shown/<row:post_id>", publications.show, "desk_reply_showing"),
    _desk("<str:tracking_id>/", show_desk_case, "desk_case"),
    _desk("<str:tracking_id>/answers", acts.answer, "desk_answer"),
    _desk("<str:tracking_id>/corrections/<row:step_id>", acts.correct, "desk_correction"),
    _desk("<str:tracking_id>/assignment", acts.assign, "desk_assignment"),
    _desk("<str:tracking_id>/forwarding", acts.forward, "desk_forwarding"),
    _desk("<str:tracking_id>/notes", acts.note, "desk_note"),
    _desk("<str:tracking_id>/closure", acts.close, "desk_closure"),
    _desk("<str:tracking_id>/dismissal", acts.dismiss, "desk_dismissal"),
    _desk("<str:tracking_id>/reopening", acts.reopen, "desk_reopening"),
    _desk("<str:tracking_id>/hidden/<row:post_id>", acts.hide, "desk_hiding"),
    _desk("<str:tracking_id>/shown/<row:post_id>", acts.show, "desk_showing"),
    _desk("<str:tracking_id>/deliveries/<row:delivery_id>", acts.retry, "desk_delivery"),
]
