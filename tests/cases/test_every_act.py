"""Every act of an officer, in every room, is refused in the action itself to whoever may not do it that day."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tanggap.base.clock import now
from tanggap.cases import actions as cases
from tanggap.cases.errors import CaseRefusal
from tanggap.cases.models import Alert, Case, DeskNotice
from tanggap.inbox import actions as inbox
from tanggap.inbox.models import Post
from tanggap.outbox.actions.submit import note_url
from tanggap.outbox.models import Delivery
from tanggap.people.actions import create_user, deactivate_user
from tanggap.publishing import actions as publishing
from tanggap.publishing.errors import OwnPublication, PublicationRefusal
from tanggap.records.models import Entry
from tanggap.registry import actions as registry
from tanggap.registry.errors import NotAllowed, NotByOneself, RegistryRefusal
from tanggap.registry.models import Agency, Mandate, Officer, OfficialAccount, Power
from tanggap.rules.calendar import office_day
from tests.house.test_actions import public_actions

Act = Callable[..., Any]
NOTHING_FOR = (NotAllowed, Case.DoesNotExist)


class Scene:
    """What there is to act upon, made only when an act asks for it."""

    def __init__(self, office: Any) -> None:
        self.office = office

    def case(self) -> int:
        return self.office.case().id

    def answered(self) -> Any:
        return cases.answer_case(self.case(), "Besok kami ganti.", acting_officer=self.office.officer)

    def dismissed(self) -> int:
        case = self.case()
        cases.dismiss_case(case, "spam", acting_officer=self.office.officer)
        return case

    def stuck(self) -> tuple[int, int]:
        step = self.answered()
        delivery = Delivery.objects.get(message=step.message)
        Delivery.objects.filter(id=delivery.id).update(state="stuck", reason="refused")
        return step.case_id, delivery.id

    def post(self) -> int:
        self.office.case()
        return Post.objects.latest("id").id

    def talk(self) -> int:
        self.office.write("Makasih min, jalannya sudah bagus. Terima kasih!")
        self.office.work()
        return Post.objects.latest("id").id

    def posts(self) -> tuple[int, int]:
        case = self.office.case()
        return case.id, case.opening_post_id

    def hidden(self) -> tuple[int, int]:
        posts = self.posts()
        cases.hide_case_post(*posts, "spam", acting_officer=self.office.officer)
        return posts

    def draft(self) -> Any:
        words = ("service_news", "Jembatan Barat ditutup", "Sabtu malam.")
        return publishing.draft_publication(*words, acting_officer=self.office.officer)

    def under(self) -> tuple[int, int]:
        """A publication and a reply under it."""
        office = self.office
        publication = approve(self.draft(), office.approver)
        [release] = publication.releases.all()
        office.write("Mantap", author="budi", in_reply_to=note_url(release.message.public_id))
        office.work()
        return publication.id, Post.objects.latest("id").id

    def hidden_under(self) -> tuple[int, int]:
        under = self.under()
        publishing.hide_reply(*under, "spam", acting_officer=self.office.officer)
        return under

    def account(self) -> OfficialAccount:
        return registry.draft_account(self.office.pu, "x", "dinaspu_teladan", acting_officer=None)

    def official(self) -> OfficialAccount:
        account = self.account()
        registry.publish_account(account, acting_officer=None)
        return account

    def mandate(self) -> Mandate:
        return registry.grant_mandate(self.office.colleague, ["draft"], "SK 7/2026", acting_officer=None)

    def waiting(self) -> Any:
        give(self.office.approver, ["grant"])
        registry.publish_account(account := self.account(), acting_officer=self.office.head)
        return account.approvals.get()

    def notice(self) -> DeskNotice:
        return cases.raise_notice(self.office.pu, "report", "kasar")

    def user(self) -> Any:
        return create_user("calon", full_name="Calon", email="calon@kota.example", password="teladan-demo")


# Each act with the power that it takes, and a way to do it. `""` is any mandate for the agency.
ACTS: dict[str, tuple[str, Act]] = {
    "answer_case": ("answer", lambda s, o: cases.answer_case(s.case(), "Besok.", acting_officer=o)),
    "correct_answer": ("answer", lambda s, o: cases.correct_answer(s.answered().id, "Lusa.", acting_officer=o)),
    "note_case": ("answer", lambda s, o: cases.note_case(s.case(), "Sudah ditelepon.", acting_officer=o)),
    "retry_answer": ("answer", lambda s, o: cases.retry_answer(*s.stuck(), acting_officer=o)),
    "let_answer_go": ("answer", lambda s, o: cases.let_answer_go(*s.stuck(), acting_officer=o)),
    "assign_case": ("assign", lambda s, o: cases.assign_case(s.case(), s.office.colleague, acting_officer=o)),
    "forward_case": ("assign", lambda s, o: cases.forward_case(s.case(), s.office.dishub, "Parkir", acting_officer=o)),
    "promote_post": ("assign", lambda s, o: cases.promote_post(s.talk(), acting_officer=o)),
    "close_case": ("close", lambda s, o: cases.close_case(s.case(), "out_of_scope", acting_officer=o)),
    "reopen_case": ("close", lambda s, o: cases.reopen_case(s.dismissed(), "Keliru", acting_officer=o)),
    "dismiss_case": ("dismiss", lambda s, o: cases.dismiss_case(s.case(), "spam", acting_officer=o)),
    "hide_case_post": ("hide", lambda s, o: cases.hide_case_post(*s.posts(), "hate", acting_officer=o)),
    "show_case_post": ("hide", lambda s, o: cases.show_case_post(*s.hidden(), acting_officer=o)),
    "show_post": ("hide", lambda s, o: inbox.show_post(s.hidden()[1], s.office.pu, acting_officer=o)),
    "hide_post": ("hide", lambda s, o: inbox.hide_post(s.post(), "hate", s.office.pu, acting_officer=o)),
    "see_notice": ("", lambda s, o: cases.see_notice(s.notice().id, acting_officer=o)),
    "draft_publication": (
        "draft",
        lambda s, o: publishing.draft_publication("service_news", "Air mati", "Sabtu.", acting_officer=o),
    ),
    "edit_publication": (
        "draft",
        lambda s, o: publishing.edit_publication(s.draft().id, "service_news", "Lain", "Lain", acting_officer=o),
    ),
    "withdraw_publication": (
        "draft",
        lambda s, o: publishing.withdraw_publication(s.draft().id, acting_officer=o),
    ),
    "hide_reply": ("hide", lambda s, o: publishing.hide_reply(*s.under(), "spam", acting_officer=o)),
    "show_reply": ("hide", lambda s, o: publishing.show_reply(*s.hidden_under(), acting_officer=o)),
    "return_publication": (
        "approve",
        lambda s, o: publishing.return_publication(s.draft().id, "Kurang jelas", acting_officer=o),
    ),
    "approve_publication": ("approve", lambda s, o: approve(s.draft(), o)),
    "draft_account": ("accounts", lambda s, o: registry.draft_account(s.office.pu, "x", "pu", acting_officer=o)),
    "publish_account": ("accounts", lambda s, o: registry.publish_account(s.account(), acting_officer=o)),
    "retire_account": ("accounts", lambda s, o: registry.retire_account(s.official(), "Tutup", acting_officer=o)),
    "change_agency": ("accounts", lambda s, o: registry.change_agency(s.office.pu, name="PU", acting_officer=o)),
    "add_domain": ("accounts", lambda s, o: registry.add_domain(s.office.pu, "pu.example", acting_officer=o)),
    "remove_domain": ("accounts", lambda s, o: registry.remove_domain(s.office.pu, "pu.example", acting_officer=o)),
    "set_keywords": ("accounts", lambda s, o: registry.set_keywords(s.office.pu, ["talud"], acting_officer=o)),
    "grant_mandate": (
        "grant",
        lambda s, o: registry.grant_mandate(s.office.colleague, ["draft"], "SK 8/2026", acting_officer=o),
    ),
    "give_standing_instruction": (
        "grant",
        lambda s, o: registry.give_standing_instruction(s.office.pu, "SK 8/2026", acting_officer=o),
    ),
    "revoke_mandate": ("grant", lambda s, o: registry.revoke_mandate(s.mandate(), "Pindah", acting_officer=o)),
    "confirm_approval": ("grant", lambda s, o: registry.confirm_approval(s.waiting(), acting_officer=o)),
    "refuse_approval": ("grant", lambda s, o: registry.refuse_approval(s.waiting(), "Bukan", acting_officer=o)),
    "appoint_officer": (
        "grant",
        lambda s, o: registry.appoint_officer(s.user(), s.office.pu, "Staf", acting_officer=o),
    ),
    "set_duty": ("grant", lambda s, o: registry.set_duty(s.office.colleague, True, acting_officer=o)),
    "relieve_officer": ("grant", lambda s, o: registry.relieve_officer(s.office.colleague, "Pindah", acting_officer=o)),
}
# What everybody does for themselves, tested below.
OWN = {"see_alert"}


def approve(draft: Any, officer: Officer) -> Any:
    return publishing.approve_publication(draft.id, publishing.digest_of_words(draft), acting_officer=officer)


def give(officer: Officer, powers: list[str], **changes: Any) -> Mandate:
    powers = [power for power in powers if power != Power.ACKNOWLEDGE]
    return registry.grant_mandate(officer, powers, "SK 5/2026", acting_officer=None, **changes)


def nobody(officer: Officer, power: str) -> None:
    """No mandate at all."""


def of_another_agency(officer: Officer, power: str) -> None:
    give(officer, [power], agency=Agency.objects.get(slug="dinas-perhubungan"))


def expired(officer: Officer, power: str) -> None:
    today = office_day(now())
    give(officer, [power], valid_from=today - timedelta(days=9), valid_until=today - timedelta(days=1))


def not_yet(officer: Officer, power: str) -> None:
    give(officer, [power], valid_from=office_day(now()) + timedelta(days=1))


def revoked(officer: Officer, power: str) -> None:
    registry.revoke_mandate(give(officer, [power]), "Pindah", acting_officer=None)


def unconfirmed(officer: Officer, power: str) -> None:
    Mandate.objects.filter(id=give(officer, [power]).id).update(confirmed_at=None)


def with_every_other_power(officer: Officer, power: str) -> None:
    give(officer, [other for other in Power.values if other not in (power, Power.OVERSEE)])


def relieved(officer: Officer, power: str) -> None:
    give(officer, [power])
    Officer.objects.filter(id=officer.id).update(is_active=False)


def without_an_account(officer: Officer, power: str) -> None:
    give(officer, [power])
    deactivate_user(officer.user)


SHORTCOMINGS = [
    nobody,
    of_another_agency,
    expired,
    not_yet,
    revoked,
    unconfirmed,
    with_every_other_power,
    relieved,
    without_an_account,
]


@pytest.fixture
def newcomer(office: Any) -> Officer:
    """An officer of the agency to whom nothing was given yet."""
    user = create_user("baru", full_name="Orang Baru", email="baru@kota.example", password="teladan-demo")
    return registry.appoint_officer(user, office.pu, "Staf", acting_officer=None)


def test_every_act_of_an_officer_is_in_the_table() -> None:
    acts = {action.name for _, action in public_actions() if "acting_officer" in named(action)}
    assert acts == ACTS.keys() | OWN


def named(action: Any) -> set[str]:
    return {argument.arg for argument in action.args.kwonlyargs}


# Where any mandate will do, every other power is enough.
REFUSED = [(name, short) for name in ACTS for short in SHORTCOMINGS if ACTS[name][0] or short != with_every_other_power]


@pytest.mark.parametrize(("name", "shortcoming"), REFUSED, ids=lambda part: getattr(part, "__name__", part))
def test_whoever_may_not_is_refused_and_nothing_is_recorded(office, newcomer, name, shortcoming):
    power, act = ACTS[name]
    shortcoming(newcomer, power or "answer")
    before = signed(newcomer)
    with pytest.raises(NOTHING_FOR):
        act(Scene(office), newcomer)
    assert signed(newcomer) == before


def signed(officer: Officer) -> int:
    """How many entries name one of an officer's mandates."""
    return (
        Entry.objects.filter(mandate__in=officer.mandates.values("public_id"))
        .exclude(type__startswith="mandate")
        .count()
    )


@pytest.mark.parametrize("name", ACTS)
def test_whoever_may_is_not_refused_for_want_of_a_mandate(office, newcomer, name):
    power, act = ACTS[name]
    give(newcomer, [power or "answer"])
    # Some ask for more than a mandate: to be the author, or the head.
    with contextlib.suppress(CaseRefusal, PublicationRefusal, RegistryRefusal):
        act(Scene(office), newcomer)


def test_nobody_approves_grants_or_confirms_what_is_their_own(office, newcomer):
    give(newcomer, ["draft", "approve", "grant", "accounts"])
    words = ("service_news", "Air mati", "Sabtu.")
    with pytest.raises(OwnPublication):
        approve(publishing.draft_publication(*words, acting_officer=newcomer), newcomer)
    with pytest.raises(NotByOneself):
        registry.grant_mandate(newcomer, ["answer"], "SK 8/2026", acting_officer=newcomer)
    registry.publish_account(account := Scene(office).account(), acting_officer=newcomer)
    with pytest.raises(NotByOneself):
        registry.confirm_approval(account.approvals.get(), acting_officer=newcomer)


def test_an_alert_is_seen_by_the_one_alerted_while_they_serve(office):
    case = office.case("Tolong! Kabel listrik putus menjuntai di jalan banjir, bahaya sekali")
    cases.see_alert(case, acting_officer=office.colleague)
    Officer.objects.filter(id=office.officer.id).update(is_active=False)
    cases.see_alert(case, acting_officer=office.officer)
    assert Alert.objects.get(case=case).seen_at is None


def test_who_was_relieved_does_not_put_themselves_on_duty(office, newcomer):
    Officer.objects.filter(id=newcomer.id).update(is_active=False)
    with pytest.raises(NotAllowed):
        registry.set_duty(newcomer, True, acting_officer=newcomer)
