"""What the paper of a case says: 收件凭证, 补正清单, 缴费 and query slips are one paper, as far as the case has come.

Contents are the union of GB/T 39046 6.2-6.5 and 行政许可法 art. 32. A terminal prints no 受理通知书: that is the
authority's own paper. A limit, a code or a number that is not known is said to be so, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.core.calendar import add_days
from kiosk.core.idcard import masked_number
from kiosk.core.matters import Catalogue, Limit, Material, Matter
from kiosk.core.money_text import grouped
from kiosk.core.parties import Parties, Party
from kiosk.core.parties_of import masked, parties_of
from kiosk.core.receipts import Code, Line, Pair, Rule, Text
from kiosk.core.regions import place_name
from kiosk.core.replies import CaseStanding
from kiosk.core.session import Session, Visit
from kiosk.core.submission import active_materials
from kiosk.core.wanted import material_name
from kiosk.core.words import Words

OWN_CODE = "KIOSK:CASE:"
CONTACTS = ("enquiry", "supervision", "receiving", "deciding")


class CasePaper:
    """One case in the words of one language; `today` is the day on which it is printed."""

    def __init__(self, catalogue: Catalogue, session: Session, visit: Visit, standing: CaseStanding, now: str) -> None:
        self.catalogue, self.session, self.visit, self.standing = catalogue, session, visit, standing
        self.words: Words = catalogue.words[session.language]
        self.today = now[:10]
        self.matter: Matter | None = catalogue.matters.get(standing.matter)

    def say(self, key: str, **values: object) -> str:
        """The case's own matter's string, or everybody's."""
        return self.words.of(self.standing.matter, key, **values)

    def pair(self, key: str, value: str, *, key_line: bool = False) -> Pair:
        """A label of the slip and its value."""
        return Pair(self.say(f"slip.{key}"), value, key=key_line)

    def day(self, text: str) -> str:
        """A date as papers carry it."""
        return text[:10]

    @property
    def filed_here(self) -> bool:
        """Whether this visit handed the case in: only then it knows who and what with."""
        return self.standing.matter == self.visit.matter


def case_lines(
    catalogue: Catalogue, session: Session, visit: Visit, standing: CaseStanding, now: str
) -> tuple[Line, ...]:
    """Everything between the paper's title and its foot."""
    paper = CasePaper(catalogue, session, visit, standing, now)
    return (
        *_numbers(paper),
        *_parties(paper),
        *_places(paper),
        Rule(),
        *_standing(paper),
        *_payment(paper),
        *_missing(paper),
        *_materials(paper),
        Rule(),
        *_time(paper),
        *_next(paper),
        *_duties(paper),
        *_signature(paper),
        Code(OWN_CODE + standing.case_number, paper.say("slip.follow")),
        Text(paper.say("slip.not_acceptance" if paper.filed_here else "slip.only_progress")),
    )


def case_name(catalogue: Catalogue, session: Session, standing: CaseStanding) -> str:
    """The official name of the case's matter; its code where this terminal does not know the matter."""
    return catalogue.words[session.language].maybe(f"matter.{standing.matter}.name") or standing.matter


# --- who, where --------------------------------------------------------------------------------------------------


def _numbers(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    yield paper.pair("case", standing.case_number, key_line=True)
    if standing.document_number is not None:
        yield paper.pair("document", standing.document_number)
    code = paper.matter.codes.implement if paper.matter is not None else None
    yield paper.pair("code", code or paper.say("slip.by_place"))


def _parties(paper: CasePaper) -> Iterator[Line]:
    """Masked: the paper may be left lying about."""
    if not paper.filed_here or paper.matter is None:
        return
    parties: Parties = parties_of(paper.visit, paper.matter, paper.today)
    if parties.applicant is not None:
        yield paper.pair("applicant", _masked(parties.applicant))
    if parties.agent is not None:
        yield paper.pair("agent", _masked(parties.agent.party))
    if parties.organisation is not None:
        organisation = parties.organisation
        yield paper.pair("organisation", f"{organisation.name} {masked_number(organisation.uscc)}".strip())


def _masked(party: Party) -> str:
    return " ".join(masked(party))


def _places(paper: CasePaper) -> Iterator[Line]:
    language, regions, centre = paper.session.language, paper.catalogue.regions, paper.catalogue.centre
    name = centre.name_zh if language == "zh" else centre.name_en
    yield paper.pair("receiving", f"{place_name(regions, centre.region, language)} {name}".strip())
    place, holder = place_name(regions, paper.standing.place, language), paper.standing.holder
    yield paper.pair("deciding", holder if holder.startswith(place) else f"{place} {holder}")


# --- how it stands -----------------------------------------------------------------------------------------------


def _standing(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    yield paper.pair("state", paper.say(f"case.state.{standing.state}"), key_line=True)
    if paper.visit.filed_again:
        yield Text(paper.say("filed.again"))
    if standing.reason_text or standing.reason:
        yield paper.pair("reason", standing.reason_text or _reason(paper, "what"))
        if standing.reason is not None and _reason(paper, "do"):
            yield Text(_reason(paper, "do"))
    for leg in standing.legs:
        key = f"leg.{leg.id}"
        office = paper.say(key) if paper.words.has_of(standing.matter, key) else leg.office
        yield Text(f"{office}：{paper.say(f'case.leg.{leg.state}')}")


def _reason(paper: CasePaper, part: str) -> str:
    key = f"refusal.{paper.standing.reason}.{part}"
    return paper.say(key).replace("\n", "") if paper.words.has_of(paper.standing.matter, key) else ""


def _payment(paper: CasePaper) -> Iterator[Line]:
    """Paid, not paid, not known: the last says that nothing may be paid again before it is cleared."""
    standing, visit = paper.standing, paper.visit
    if standing.payable is None:
        return
    yield paper.pair("amount", f"¥{grouped(standing.payable)}", key_line=True)
    if standing.paid or visit.paid:
        yield Text(paper.say("slip.paid"))
    elif visit.payment_state == "not_known":
        yield Text(paper.say("slip.pay_unknown"), key=True)
        yield Text(paper.say("slip.pay_unknown_how"))
    else:
        yield Text(paper.say("slip.unpaid"), key=True)
        yield Text(paper.say("slip.unpaid_how"))


def _missing(paper: CasePaper) -> Iterator[Line]:
    """一次性告知: the whole list, each with the standard it must meet, and until when."""
    standing = paper.standing
    if not standing.missing:
        return
    yield Text(paper.say("slip.missing"), key=True)
    for number, each in enumerate(standing.missing, 1):
        said = "，".join(part for part in (each.what, each.standard) if part)
        yield Text(f"{number}. {_item(paper, each.id)}：{said}")
    by = paper.day(standing.supplement_by) if standing.supplement_by else paper.say("slip.by_place")
    yield paper.pair("missing_by", by)


def _item(paper: CasePaper, id_: str) -> str:
    for material in paper.matter.materials if paper.matter is not None else ():
        if material.id == id_:
            return material_name(paper.words, paper.standing.matter, material)
    key = f"field.{id_}.label"
    return paper.say(key) if paper.words.has_of(paper.standing.matter, key) else paper.say("case.item")


def _materials(paper: CasePaper) -> Iterator[Line]:
    """What was received and what that is worth in plain words; what is still to be brought.

    Nothing of a case that stood open already: what this visit gave was not added to it.
    """
    if not paper.filed_here or paper.matter is None or paper.visit.filed_again:
        return
    wanted = active_materials(paper.matter, paper.visit.answers)
    if wanted:
        yield Text(paper.say("slip.materials"), key=True)
    for number, each in enumerate(wanted, 1):
        yield Text(f"{number}. {material_name(paper.words, paper.standing.matter, each)}：{_worth(paper, each)}")


def _worth(paper: CasePaper, material: Material) -> str:
    given = paper.visit.materials.get(material.id)
    if material.form == "self_made":
        return paper.say("slip.self_made")
    if given is None and material.id in {each.id for each in paper.standing.missing}:
        return paper.say("slip.see_missing")
    if given is None:
        count = max(1, material.originals + material.copies)
        return paper.say("slip.bring" if material.required else "slip.bring_later", count=count)
    return paper.say(f"slip.trust_{given.trust.lower()}", count=given.pages)


# --- until when, what next ---------------------------------------------------------------------------------------


def _time(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    yield paper.pair("opened", paper.day(standing.opened_at))
    if standing.accepted_at is not None:
        yield paper.pair("accepted", paper.day(standing.accepted_at))
    limits = paper.matter.limits if paper.matter is not None else None
    yield paper.pair("limit", _limit(paper, limits.promised if limits is not None else Limit()))
    due = standing.due_on or _due(paper)
    if due:
        yield paper.pair("due", paper.day(due))


def _limit(paper: CasePaper, limit: Limit) -> str:
    if limit.value is None:
        return paper.say("slip.by_place")
    return paper.say("slip.working_days" if limit.unit == "工作日" else "slip.days", count=limit.value)


def _due(paper: CasePaper) -> str | None:
    """The promised day, counted from acceptance; none while the year's table of holidays is not known."""
    accepted = paper.standing.accepted_at
    limit = paper.matter.limits.promised if paper.matter is not None else Limit()
    if accepted is None or limit.value is None:
        return None
    return add_days(paper.catalogue.regions.holidays, accepted[:10], limit.value, limit.unit)


def _next(paper: CasePaper) -> Iterator[Line]:
    standing = paper.standing
    if paper.visit.issued is None:  # else the result is in hand already, and the paper's own lines say so
        yield Text(paper.say(f"case.next.{standing.state}"), key=True)
    if paper.words.has_of(standing.matter, "receipt.collect"):
        yield Text(paper.say("receipt.collect"))
    for name in CONTACTS:
        if name in standing.contacts:
            yield Pair(paper.say(f"slip.contact.{name}"), standing.contacts[name])


def _duties(paper: CasePaper) -> Iterator[Line]:
    """What each of the two places answers for (国办发〔2022〕34号 (六))."""
    for place in ("receiving", "deciding"):
        yield Text(paper.say(f"duty.{place}"))


def _signature(paper: CasePaper) -> Iterator[Line]:
    if paper.filed_here and not paper.visit.filed_again:
        yield Text(paper.say("slip.signed" if paper.visit.strokes else "slip.sign_here"))
