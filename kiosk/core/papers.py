"""What the receipts say: who (masked), what, where, the number large, what happens next, whom to call."""

from __future__ import annotations

from kiosk.core.conditions import Outcome
from kiosk.core.idcard import masked_name, masked_number
from kiosk.core.matters import Catalogue
from kiosk.core.money_text import grouped
from kiosk.core.papers_case import OWN_CODE, case_lines, case_name
from kiosk.core.receipts import Code, Line, Pair, Receipt, Rule, Text, Title
from kiosk.core.regions import place_name
from kiosk.core.replies import Verified
from kiosk.core.session import Session, Visit
from kiosk.core.words import Words


def receipt_of(catalogue: Catalogue, session: Session, now: str) -> Receipt:
    """The receipt of the visit as it stands: a certificate's, a later collection's, or a verification's slip."""
    visit = session.visit
    assert visit is not None, "a receipt belongs to a visit"
    words = catalogue.words[session.language]
    standing = visit.standing
    name = words(f"matter.{visit.matter}.name") if standing is None else case_name(catalogue, session, standing)
    lines: tuple[Line, ...] = (
        Title(words.of(visit.matter, "receipt.title")),
        Text(name, centred=True),
        Rule(),
        *_body(catalogue, session, visit, now),
        Rule(),
        *foot(catalogue, session, words, now),
    )
    reprint = visit.tries.get("receipt", 0)
    return Receipt(lines, reprint=reprint, demo=catalogue.centre.demo, language=session.language)


def _body(catalogue: Catalogue, session: Session, visit: Visit, now: str) -> tuple[Line, ...]:
    if visit.verdict is not None:
        return _verified(catalogue.words[session.language], visit, visit.verdict)
    if visit.standing is None:
        return _certificate(catalogue, session, visit)
    return (*case_lines(catalogue, session, visit, visit.standing, now), *_sealed(catalogue, session, visit))


def _sealed(catalogue: Catalogue, session: Session, visit: Visit) -> tuple[Line, ...]:
    """The authority's own paper that was fetched here: what it is, and whether it was printed."""
    issued, words = visit.issued, catalogue.words[session.language]
    if issued is None:
        return ()
    printed = visit.document is not None and visit.document.outcome is Outcome.PRINTED
    number = Pair(words("receipt.certificate"), issued.certificate_number)
    key = "slip.paper_printed" if printed else "slip.paper_later"
    return number, Text(words.of(visit.matter, key, name=issued.title))


def _certificate(catalogue: Catalogue, session: Session, visit: Visit) -> tuple[Line, ...]:
    words = catalogue.words[session.language]
    issued = visit.issued
    if issued is None:
        return (*_applicant(words, visit), *_asked_place(catalogue, session, visit), *_not_known_yet(words, visit))
    return (
        Pair(words("receipt.case"), issued.case_number, key=True),
        *_applicant(words, visit),
        Pair(words("receipt.deciding"), issued.issuer),
        Pair(words("receipt.total"), f"¥{grouped(issued.total)}"),
        Pair(words("receipt.certificate"), issued.certificate_number, key=True),
        Rule(),
        *_next(words, visit, issued.pages),
        Code(OWN_CODE + issued.case_number, words("receipt.scan_case")),
        Text(words("receipt.not_acceptance")),
    )


def _applicant(words: Words, visit: Visit) -> tuple[Line, ...]:
    """Who, masked: the paper may be left lying about."""
    if visit.card is None:
        return ()
    name = masked_name(visit.card.name or visit.card.name_en or "")
    return Pair(words("receipt.name"), name), Pair(words("receipt.number"), masked_number(visit.card.number))


def _asked_place(catalogue: Catalogue, session: Session, visit: Visit) -> tuple[Line, ...]:
    """The deciding place as the citizen chose it, while no certificate names it."""
    words, fields = catalogue.words[session.language], catalogue.matters[visit.matter].fields
    chosen = {visit.answers.get(each.id) for each in fields if each.type == "place"}
    zh = session.language == "zh"
    names = [place.zh if zh else place.en for place in catalogue.places if place.id in chosen]
    names.append(place_name(catalogue.regions, visit.place, session.language))
    return tuple(Pair(words("receipt.deciding"), name) for name in names if name)


def _next(words: Words, visit: Visit, pages: int) -> tuple[Line, ...]:
    """Whether the certificate is on paper; if not, how to get it."""
    own = f"matter.{visit.matter}.receipt"
    if visit.document is not None and visit.document.outcome is Outcome.PRINTED:
        return (Text(words(f"{own}.done", pages=pages)),)
    return Text(words(f"{own}.later"), key=True), Text(words(f"{own}.later_how"))


def _not_known_yet(words: Words, visit: Visit) -> tuple[Line, ...]:
    """It was sent, and nobody answered: it may exist, and will be found by the card."""
    unknown, how = (words.of(visit.matter, f"receipt.{each}") for each in ("unknown", "unknown_how"))
    return Rule(), Text(unknown, key=True), Text(how)


def _verified(words: Words, visit: Visit, reply: Verified) -> tuple[Line, ...]:
    own = f"matter.{visit.matter}.verdict"
    fields = tuple(
        Pair(words.maybe(f"{own}.{each.id}") or each.id, each.presented or "")
        for each in reply.fields
        if each.presented
    )
    sure = reply.state in ("same", "interim")
    return (
        Pair(words("receipt.result"), verdict_words(words, reply.state), key=True),
        *fields,
        Pair(words("receipt.source"), reply.service),
        Pair(words("receipt.trace"), reply.trace),
        Rule(),
        *(() if sure else (Text(words("receipt.doubt")),)),
        Text(words("receipt.advice")),
    )


def verdict_words(words: Words, state: str) -> str:
    """The big words of a verification's answer."""
    return words("verdict.same" if state in ("same", "interim") else f"verdict.{state}")


def foot(catalogue: Catalogue, session: Session, words: Words, now: str) -> tuple[Line, ...]:
    """Where and when a paper was printed, and whom to call."""
    centre = catalogue.centre
    place = centre.name_zh if session.language == "zh" else centre.name_en
    return (
        Pair(words("receipt.place"), place),
        Pair(words("receipt.terminal"), centre.terminal),
        Pair(words("receipt.time"), now[:16].replace("T", " ")),
        Pair(words("receipt.keeper", name=centre.keeper_name), centre.keeper_phone, key=True),
    )
