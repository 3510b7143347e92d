"""What the paper of a case says: 收件凭证, 补正清单, 缴费 and query slips are one paper, as far as the case has come.

What it is, its number, how far it is, what next, where and by when come first, in letters an elder reads; below the
line, smaller, what one looks up. Contents are the union of GB/T 39046 6.2-6.5 and 行政许可法 art. 32. A terminal
prints no 受理通知书: that is the authority's own paper. A limit, a code or a number that is not known is said to be
so, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.core.calendar import add_days
from kiosk.core.conditions import Outcome
from kiosk.core.idcard import masked_number
from kiosk.core.matters import Catalogue, Limit, Limits, Material, Matter
from kiosk.core.money_text import yuan
from kiosk.core.parties import Parties, Party
from kiosk.core.parties_of import masked, parties_of
from kiosk.core.receipts import Code, Line, Pair, Rule, Text
from kiosk.core.regions import place_name
from kiosk.core.replies import CaseStanding
from kiosk.core.session import Session, Visit
from kiosk.core.shown import shown_value
from kiosk.core.stops import active_steps
from kiosk.core.submission import active_materials, given_fields
from kiosk.core.view import View
from kiosk.core.window_text import next_key, pieces, receiving_place, receiving_window, shown_legs, window_key
from kiosk.core.words import Words

OWN_CODE = "KIOSK:CASE:"
CONTACTS = ("enquiry", "supervision", "receiving", "deciding")


class CasePaper:
    """One case in the words of one language; `today` is the day on which it is printed."""

    def __init__(self, catalogue: Catalogue, session: Session, visit: Visit, standing: CaseStanding, now: str) -> None:
        self.catalogue, self.session, self.visit, self.standing = catalogue, session, visit, standing
        self.words: Words = catalogue.words[session.language]
        self.today = now[:10]
        self.view = View(catalogue, session, now)
        self.matter: Matter | None = catalogue.matters.get(standing.matter)

    def say(self, key: str, **values: object) -> str:
        """The case's own matter's string, or everybody's."""
        return self.words.of(self.standing.matter, key, **values)

    def pair(self, key: str, value: str, *, key_line: bool = False) -> Pair:
        """A label of the slip and its value, both to be read."""
        return Pair(self.say(f"slip.{key}"), value, key=key_line)

    def detail(self, key: str, value: str) -> Pair:
        """A label of the slip and its value, to be looked up."""
        return Pair(self.say(f"slip.{key}"), value, small=True)

    def day(self, text: str) -> str:
        """A date as papers carry it."""
        return text[:10]

    @property
    def filed_here(self) -> bool:
        """Whether this visit handed the case in, or found it open already."""
        return self.standing.matter == self.visit.matter

    @property
    def own(self) -> Matter | None:
        """The matter, where this visit opened the case: nothing of today was added to one that stood open."""
        return self.matter if self.filed_here and not self.visit.filed_again else None

    def later(self, key: str, **values: object) -> str:
        """What to do later; without a card that is something else."""
        return self.say(window_key(self.visit, f"slip.{key}"), **values)


def case_lines(
    catalogue: Catalogue, session: Session, visit: Visit, standing: CaseStanding, now: str
) -> tuple[Line, ...]:
    """Everything between the paper's title and its foot."""
    paper = CasePaper(catalogue, session, visit, standing, now)
    return (*_to_read(paper), Rule(), *_to_look_up(paper))


def _to_read(paper: CasePaper) -> Iterator[Line]:
    yield paper.pair("case", paper.standing.case_number, key_line=True)
    yield _code(paper)
    for part in (_standing, _result, _payment, _next, _to_use, _supplement, _missing, _to_bring, _until):
        yield from part(paper)


def _to_look_up(paper: CasePaper) -> Iterator[Line]:
    for part in (_legs, _materials, _parties, _places, _numbers, _days, _duties, _signature):
        yield from part(paper)
    yield Text(paper.say("slip.not_acceptance" if paper.filed_here else "slip.only_progress"), small=True)


def case_name(catalogue: Catalogue, session: Session, standing: CaseStanding) -> str:
    """The official name of the case's matter; its code where this terminal does not know the matter."""
    return catalogue.words[session.language].maybe(f"matter.{standing.matter}.name") or standing.matter


# --- how it stands -----------------------------------------------------------------------------------------------


def _code(paper: CasePaper) -> Code:
    """How far the case is, beside the code by which one sees it again."""
    state = Text(paper.say(f"case.state.{paper.standing.state}"), key=True)
    beside = (Text(paper.say("slip.state"), small=True), state, Text(paper.say("slip.follow"), small=True))
    return Code(OWN_CODE + paper.standing.case_number, beside=beside)


def _standing(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    if paper.visit.filed_again:
        yield Text(paper.say("filed.again"))
    if standing.reason_text or standing.reason:
        yield paper.pair("reason", standing.reason_text or _reason(paper, "what"))
        if standing.reason is not None and _reason(paper, "do"):
            yield Text(_reason(paper, "do"))


def _reason(paper: CasePaper, part: str) -> str:
    key = f"refusal.{paper.standing.reason}.{part}"
    return paper.say(key).replace("\n", "") if paper.words.has_of(paper.standing.matter, key) else ""


def _result(paper: CasePaper) -> Iterator[Line]:
    """The authority's own paper that was fetched here: what it is, and whether it was printed."""
    issued, document = paper.visit.issued, paper.visit.document
    if issued is None:
        return
    printed = document is not None and document.outcome is Outcome.PRINTED
    yield Pair(paper.words("receipt.certificate"), issued.certificate_number)
    say, key = (paper.say, "slip.paper_printed") if printed else (paper.later, "paper_later")
    yield Text(say(key, name=issued.title))


def _payment(paper: CasePaper) -> Iterator[Line]:
    """Paid, not paid, not known, refused, or put off unasked; how to pay is told only where one may."""
    standing, visit = paper.standing, paper.visit
    if standing.payable is None:
        return
    yield paper.pair("amount", yuan(standing.payable), key_line=True)
    if standing.paid or visit.paid:
        yield Text(paper.say("slip.paid"))
    elif visit.payment_state == "not_known":
        yield Text(paper.say("slip.pay_unknown"), key=True)
        yield Text(paper.later("pay_unknown_how"))
    elif visit.payment_state == "refused":
        yield Text(paper.say("slip.pay_refused"), key=True)
    elif standing.missing:
        yield Text(paper.say("slip.pay_not_yet"))
    elif standing.fee_due:
        if visit.payment_state:
            yield Text(paper.say("slip.pay_later" if visit.payment_state == "later" else "slip.unpaid"), key=True)
        yield Text(paper.later("unpaid_how"))


# --- what next, where, until when --------------------------------------------------------------------------------


def _next(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    if paper.visit.issued is None:  # else the result is in hand already, and the paper's own lines say so
        whole = paper.filed_here or paper.visit.check_trace is not None
        yield Text(paper.say(next_key(standing, whole=whole)), key=True)
    if paper.words.has_of(standing.matter, "receipt.collect"):
        yield Text(paper.say("receipt.collect"))
    for name in CONTACTS:
        if name in standing.contacts:
            yield Pair(paper.say(f"slip.contact.{name}"), standing.contacts[name])


def _to_use(paper: CasePaper) -> Iterator[Line]:
    """What the matter's own values are to be taken along for use elsewhere."""
    if paper.own is None:
        return
    for field in given_fields(paper.own, paper.visit):
        if field.slip:
            value = shown_value(paper.view, field, paper.visit.answers[field.id])
            yield Pair(paper.say(f"field.{field.id}.label"), value)


def _supplement(paper: CasePaper) -> Iterator[Line]:
    """What went out and was not answered is neither missing still nor received."""
    if paper.visit.supplement_key is not None:
        yield Text(paper.later("supplement_unknown"), key=True)


def _missing(paper: CasePaper) -> Iterator[Line]:
    """一次性告知: the whole list, each with the standard it must meet, and until when."""
    standing = paper.standing
    asked = [each for each in standing.missing if not each.to_bring]
    if not asked:
        return
    yield Text(paper.say("slip.missing"), key=True)
    for number, each in enumerate(asked, 1):
        said = "，".join(part for part in (each.what, each.standard) if part)
        yield Text(f"{number}. {_item(paper, each.id)}：{said}")
    by = paper.day(standing.supplement_by) if standing.supplement_by else paper.say("slip.by_place")
    yield paper.pair("missing_by", by)


def _item(paper: CasePaper, id_: str) -> str:
    for material in paper.matter.materials if paper.matter is not None else ():
        if material.id == id_:
            return material.name  # papers are checked at windows: they carry the official name
    key = f"field.{id_}.label"
    return paper.say(key) if paper.words.has_of(paper.standing.matter, key) else paper.say("case.item")


def _to_bring(paper: CasePaper) -> Iterator[Line]:
    """一次性告知: everything that a window waits for, how much of it, and which window."""
    brought = {each.id for each in paper.standing.to_bring}
    due = [each for each in paper.matter.materials if each.id in brought] if paper.matter is not None else []
    if not due:
        return
    yield Text(paper.say("slip.to_bring"), key=True)
    for number, each in enumerate(due, 1):
        yield Text(f"{number}. {each.name}：{pieces(paper.words, each)}")
    window = receiving_window(paper.catalogue, paper.session.language, paper.standing.received_at_place)
    yield paper.pair("bring_to", window)


def _until(paper: CasePaper) -> Iterator[Line]:
    due = paper.standing.due_on or _due(paper)
    if due:
        yield paper.pair("due", paper.day(due))


def _due(paper: CasePaper) -> str | None:
    """The promised day, counted from acceptance; none while the year's table of holidays is not known."""
    accepted = paper.standing.accepted_at
    limit = paper.matter.limits.promised if paper.matter is not None else Limit()
    if accepted is None or limit.value is None:
        return None
    return add_days(paper.catalogue.regions.holidays, accepted[:10], limit.value, limit.unit)


# --- what was given ----------------------------------------------------------------------------------------------


def _legs(paper: CasePaper) -> Iterator[Line]:
    for leg in shown_legs(paper.standing):
        key = f"leg.{leg.id}"
        office = paper.say(key) if paper.words.has_of(paper.standing.matter, key) else leg.office
        yield Text(f"{office}：{paper.say(f'case.leg.{leg.state}')}", small=True)


def _wanted(paper: CasePaper) -> tuple[Material, ...]:
    return () if paper.own is None else active_materials(paper.own, paper.visit.answers)


def _materials(paper: CasePaper) -> Iterator[Line]:
    """What was received, by what that is worth in plain words; what is still to be brought stands above."""
    named: dict[str, list[str]] = {}
    for each in _wanted(paper):
        worth = _worth(paper, each)
        if worth:
            named.setdefault(worth, []).append(each.name)
    if named:
        yield Text(paper.say("slip.materials"), key=True, small=True)
    for worth, names in named.items():
        yield Text(f"{worth}：{paper.words.joined(names)}", small=True)


def _worth(paper: CasePaper, material: Material) -> str:
    given, missing = paper.visit.materials.get(material.id), {each.id for each in paper.standing.missing}
    if paper.visit.supplement_key is not None and material.id in missing:
        return ""  # nobody knows whether it arrived
    if material.form == "self_made":
        return paper.say("slip.self_made")
    if given is not None and given.trust is not None:
        return paper.say(f"slip.trust_{given.trust.lower()}", count=given.pages)
    if material.id in missing:
        return "" if given is not None else paper.say("slip.see_missing")
    return "" if material.required else paper.say("slip.bring_later")


# --- who, where, when --------------------------------------------------------------------------------------------


def _parties(paper: CasePaper) -> Iterator[Line]:
    """Masked: the paper may be left lying about. Of a case that stood open only whose it is, and not by whom."""
    if not paper.filed_here or paper.matter is None:
        return
    parties: Parties = parties_of(paper.visit, paper.matter, paper.today)
    if parties.applicant is not None and (paper.own is not None or parties.organisation is None):
        yield paper.detail("applicant", _masked(parties.applicant))
    if parties.agent is not None and paper.own is not None:
        yield paper.detail("guardian" if paper.visit.role == "guardian" else "agent", _masked(parties.agent.party))
    if parties.organisation is not None:
        organisation = parties.organisation
        yield paper.detail("organisation", f"{organisation.name} {masked_number(organisation.uscc)}".strip())


def _masked(party: Party) -> str:
    return " ".join(masked(party))


def _places(paper: CasePaper) -> Iterator[Line]:
    language, regions, received = paper.session.language, paper.catalogue.regions, paper.standing.received_at_place
    if received or paper.own is not None:
        yield paper.detail("receiving", receiving_place(paper.catalogue, language, received))
    place, holder = place_name(regions, paper.standing.place, language), paper.standing.holder
    yield paper.detail("deciding", holder if holder.startswith(place) else f"{place} {holder}")


def _numbers(paper: CasePaper) -> Iterator[Line]:
    if paper.standing.document_number is not None:
        yield paper.detail("document", paper.standing.document_number)
    code = paper.matter.codes.implement if paper.matter is not None else None
    yield paper.detail("code", code or paper.say("slip.by_place"))


def _days(paper: CasePaper) -> Iterator[Line]:
    """Asked for and accepted, the two limits: on one line where they are the same."""
    standing = paper.standing
    opened, accepted = paper.day(standing.opened_at), paper.day(standing.accepted_at or "")
    yield from _two(paper, "opened", opened, "accepted", accepted)
    limits = paper.matter.limits if paper.matter is not None else Limits()
    yield from _two(paper, "statutory", _limit(paper, limits.statutory), "limit", _limit(paper, limits.promised))


def _two(paper: CasePaper, first: str, text: str, second: str, other: str) -> Iterator[Line]:
    if text == other:
        yield paper.detail(f"{first}_{second}", text)
        return
    yield paper.detail(first, text)
    if other:
        yield paper.detail(second, other)


def _limit(paper: CasePaper, limit: Limit) -> str:
    if limit.value is None:
        return paper.say("slip.by_place")
    return paper.say("slip.working_days" if limit.unit == "工作日" else "slip.days", count=limit.value)


def _duties(paper: CasePaper) -> Iterator[Line]:
    """What each of the places answers for, as in the guide (国办发〔2022〕34号 (六))."""
    yield Text(paper.words.joined(paper.say("guide.responsibilities").splitlines()), small=True)


def _signature(paper: CasePaper) -> Iterator[Line]:
    """Where the matter has one signed: written on the glass already, else room for it."""
    if paper.own is None:
        return
    if any(step.kind == "sign" for step in active_steps(paper.own, paper.visit.answers)):
        yield Text(paper.say("slip.signed"), small=True) if paper.visit.strokes else Text(paper.say("slip.sign_here"))
