"""Each kind of entry of the record as one sentence for people. What the entry does not say, the sentence does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.cases.models import Outcome
from tanggap.records.models import Entry
from tanggap.registry.models import Agency, Mandate
from tanggap.web.public.case_state import dismissal_words, outcome_state
from tanggap.web.public.handles import network_name

KINDS = ("complaint", "aspiration", "information", "whistleblowing", "appreciation", "unclear")


@dataclass(frozen=True)
class Sentence:
    """What happened, and to what it leads."""

    what: str
    rest: str | SafeString = ""
    case: str = ""
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Known:
    """Names for the public ids of a page's entries."""

    agencies: dict[str, str]
    mandates: dict[str, str]

    def agency(self, public_id: str | None) -> str:
        """An agency's name, or that it was one."""
        return self.agencies.get(public_id or "", "") or _("An agency")


def known_names(entries: Sequence[Entry]) -> Known:
    """Look up every agency and mandate that the entries name, in two queries."""
    facts = [entry.facts.get("public") or {} for entry in entries if entry.type == "case.forwarded"]
    agencies = {entry.agency for entry in entries if entry.agency} | {fact.get("to") for fact in facts}
    agencies |= {entry.subject.partition(":")[2] for entry in entries if entry.subject.startswith("agency:")}
    mandates = {entry.mandate for entry in entries if entry.mandate}
    return Known(
        dict(Agency.objects.filter(public_id__in=agencies).values_list("public_id", "name")),
        dict(Mandate.objects.filter(public_id__in=mandates).values_list("public_id", "decree_number")),
    )


def kind_words(kind: str) -> str:
    """What kind of report it is."""
    return {
        "complaint": _("a complaint"),
        "aspiration": _("an aspiration"),
        "information": _("a request for information"),
        "whistleblowing": _("a report of misconduct"),
        "appreciation": _("praise"),
    }.get(kind, _("a report"))


def sentence_of(entry: Entry, known: Known) -> Sentence:
    """The entry as a sentence. An unknown kind is named as it stands in the log."""
    sentence = _told(entry, known)
    if sentence.rest or sentence.what == entry.type:
        return _with_mandate(sentence, entry, known)
    return _with_mandate(replace(sentence, what=f"{sentence.what}."), entry, known)


def _told(entry: Entry, known: Known) -> Sentence:
    if entry.subject.startswith("sealed:"):
        return _sealed(entry)
    public = entry.facts.get("public") or {}
    room, _dot, act = entry.type.partition(".")
    if room == "case":
        return _case(entry, act, public, known)
    if room == "post":
        return _post(entry, act, public)
    if room == "message" and act == "delivered":
        return Sentence(_("Answer delivered"), _("to where the citizen wrote."), case=_number_of(entry))
    return _register(entry, known)


def _sealed(entry: Entry) -> Sentence:
    what = _("A sealed entry") if entry.type.startswith("case.") else _("A sealed post")
    return Sentence(what, _("of a confidential report: without its hour, its office or its number."))


def _case(entry: Entry, act: str, public: dict[str, str], known: Known) -> Sentence:
    agency = known.agency(entry.agency)
    what, rest = {
        "opened": (
            _("Report opened:"),
            _("%(kind)s to %(agency)s, via %(network)s.")
            % {
                "kind": kind_words(public.get("kind", "")),
                "agency": agency,
                "network": network_name(public.get("network", "")),
            },
        ),
        "replied": (_("Somebody wrote again"), _("in the thread of a report to %(agency)s.") % {"agency": agency}),
        "assigned": (_("An officer of %(agency)s takes it") % {"agency": agency}, ""),
        "forwarded": (_("Forwarded"), _forwarded(agency, public, known)),
        "answered": (_("%(agency)s answered") % {"agency": agency}, _("where the citizen wrote.")),
        "corrected": (
            _("%(agency)s corrected an answer:") % {"agency": agency},
            _("the first text can still be read."),
        ),
        "dismissed": (
            _("%(agency)s did not take it up:") % {"agency": agency},
            dismissal_words(public.get("reason", "")) + ".",
        ),
        "closed": (_("%(agency)s closed it:") % {"agency": agency}, _outcome(public.get("outcome", ""), agency)),
        "reopened": (_("Open again"), _reopened(public)),
    }.get(act, (entry.type, ""))
    return Sentence(what, rest, case=_number_of(entry))


def _forwarded(agency: str, public: dict[str, str], known: Known) -> str:
    said = {"from": agency, "to": known.agency(public.get("to"))}
    return _("from %(from)s to %(to)s.") % said


def _outcome(outcome: str, agency: str) -> str:
    return outcome_state(outcome, agency).words + "." if outcome in Outcome.values else ""


def _reopened(public: dict[str, str]) -> str:
    return _("by the reporter's word.") if public.get("by") == "author" else _("by an officer.")


def _post(entry: Entry, act: str, public: dict[str, str]) -> Sentence:
    network = network_name(public["network"]) if public.get("network") else ""
    return {
        "received": Sentence(
            _("Post received"),
            _("via %(network)s.") % {"network": network},
        ),
        "edited": Sentence(_("A post was edited"), _("by its author.")),
        "deleted": Sentence(_("A post was deleted"), _("by its author.")),
        "hidden": Sentence(_("A post was hidden from the public"), _("by an officer, with a reason.")),
        "shown": Sentence(_("A hidden post is shown again"), _("by an officer.")),
    }.get(act, Sentence(entry.type))


def _register(entry: Entry, known: Known) -> Sentence:
    """Entries about publications, mandates, accounts and the register itself."""
    agency, public_id = known.agency(entry.agency), entry.subject.partition(":")[2]
    said = {"agency": agency}
    by_type = {
        "publication.approved": Sentence(
            _("%(agency)s published something:") % said,
            _("written by one officer, approved by another."),
            link=f"/publications/{public_id}/",
            link_words=_("Read it"),
        ),
        "mandate.granted": _about_mandate(_("Mandate granted"), said, public_id),
        "mandate.revoked": _about_mandate(_("Mandate revoked"), said, public_id),
        "account.published": Sentence(
            _("Official account published"), _("of %(agency)s.") % said, link="/accounts/", link_words=_("All accounts")
        ),
        "account.retired": Sentence(
            _("Account retired:"),
            _("it is no longer %(agency)s.") % said,
            link="/accounts/",
            link_words=_("All accounts"),
        ),
        "agency.opened": Sentence(_("%(agency)s takes part") % said),
        "registry.published": Sentence(
            _("The register was signed anew"), "", link="/registry.json", link_words=_("Download it")
        ),
        "person.erased": Sentence(_("A citizen's data was erased"), _("at their request. The steps still count.")),
    }
    return by_type.get(entry.type, Sentence(entry.type))


def _about_mandate(what: str, said: dict[str, str], public_id: str) -> Sentence:
    return Sentence(what, _("at %(agency)s.") % said, link=f"/mandates/{public_id}", link_words=_("Read it"))


def _with_mandate(sentence: Sentence, entry: Entry, known: Known) -> Sentence:
    decree = known.mandates.get(entry.mandate or "")
    if not decree or sentence.link:
        return sentence
    rest = format_html('{} {} <a href="/mandates/{}">{}</a>.', sentence.rest, _("Mandate:"), entry.mandate, decree)
    return Sentence(sentence.what, rest, sentence.case)


def _number_of(entry: Entry) -> str:
    return entry.subject.removeprefix("case:") if entry.subject.startswith("case:") else ""
