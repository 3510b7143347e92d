"""What the receipts say: who (masked), what, where, the number large, what happens next, whom to call."""

from __future__ import annotations

from kiosk.core.conditions import Outcome
from kiosk.core.idcard import masked_name, masked_number
from kiosk.core.matters import Catalogue
from kiosk.core.money_text import yuan
from kiosk.core.papers_case import OWN_CODE, case_lines, case_name
from kiosk.core.receipts import Code, Line, Pair, Receipt, Rule, Text, Title
from kiosk.core.regions import place_name
from kiosk.core.replies import Verified
from kiosk.core.session import Session, Visit
from kiosk.core.window_text import window_key
from kiosk.core.words import Words


def receipt_of(catalogue: Catalogue, session: Session, now: str) -> Receipt:
    """The receipt of the visit as it stands: a certificate's, a later collection's, or a verification's slip."""
    visit = session.visit
    assert visit is not None, "a receipt belongs to a visit"
    words = catalogue.words[session.language]
    standing = visit.standing
    name = words(f"matter.{visit.matter}.name") if standing is None else case_name(catalogue, session, standing)
    lines: tuple[Line, ...] = (
        Title(_title(words, visit)),
        Text(name, centred=True),
        Rule(),
        *_body(catalogue, session, visit, now),
        Rule(),
        *foot(catalogue, session, words, now, named=visit.standing is not None),
    )
    reprint = visit.tries.get("receipt", 0)
    return Receipt(lines, reprint=reprint, demo=catalogue.centre.demo, language=session.language)


def _title(words: Words, visit: Visit) -> str:
    """The matter's own name for the paper; none that speaks of a payment before that was made."""
    standing = visit.standing
    filed_here = standing is not None and standing.matter == visit.matter
    owed = standing is not None and standing.payable is not None and not standing.paid and not visit.paid
    return words("usual.receipt.title") if filed_here and owed else words.of(visit.matter, "receipt.title")


def _body(catalogue: Catalogue, session: Session, visit: Visit, now: str) -> tuple[Line, ...]:
    if visit.verdict is not None:
        return _verified(catalogue.words[session.language], visit, visit.verdict)
    if visit.standing is None:
        return _certificate(catalogue, session, visit)
    return case_lines(catalogue, session, visit, visit.standing, now)


def _certificate(catalogue: Catalogue, session: Session, visit: Visit) -> tuple[Line, ...]:
    words = catalogue.words[session.language]
    issued = visit.issued
    if issued is None:
        return (*_applicant(words, visit), *_asked_place(catalogue, session, visit), *_not_known_yet(words, visit))
    return (
        Pair(words("receipt.case"), issued.case_number, key=True),
        Code(OWN_CODE + issued.case_number, beside=(Text(words("receipt.scan_case")),)),
        *_next(words, visit, issued.pages),
        Pair(words("receipt.certificate"), issued.certificate_number, key=True),
        Pair(words("receipt.total"), yuan(issued.total)),
        Rule(),
        *_applicant(words, visit),
        Pair(words("receipt.deciding"), issued.issuer, small=True),
        Text(words("receipt.not_acceptance"), small=True),
    )


def _applicant(words: Words, visit: Visit) -> tuple[Line, ...]:
    """Who, masked: the paper may be left lying about."""
    if visit.card is None:
        return ()
    name = masked_name(visit.card.name or visit.card.name_en or "")
    number = masked_number(visit.card.number)
    return Pair(words("receipt.name"), name, small=True), Pair(words("receipt.number"), number, small=True)


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
    unknown, how = "receipt.unknown", window_key(visit, "receipt.unknown_how")
    return Rule(), Text(words.of(visit.matter, unknown), key=True), Text(words.of(visit.matter, how))


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
        *(Pair(label, value) for label, value in held_facts(words, own, reply)),
        *(() if sure else (Text(words("receipt.doubt")),)),
        Text(words("receipt.advice")),
        Rule(),
        Pair(words("receipt.source"), reply.service, small=True),
        Pair(words("receipt.trace"), reply.trace, small=True),
    )


def held_facts(words: Words, own: str, reply: Verified) -> tuple[tuple[str, str], ...]:
    """What the register holds of the paper that was found: labels under `own`, and values; the holder comes masked."""
    facts = reply.certificate
    if facts is None:
        return ()
    held = [("kind", facts.kind), ("holder", facts.holder), ("issuer", facts.issuer)]
    held += [("valid_until", facts.valid_until or ""), ("covers", words("word.and").join(facts.covers))]
    return tuple((words(f"{own}.{key}"), value) for key, value in held if value)


def verdict_words(words: Words, state: str) -> str:
    """The big words of a verification's answer."""
    return words("verdict.same" if state in ("same", "interim") else f"verdict.{state}")


def foot(catalogue: Catalogue, session: Session, words: Words, now: str, *, named: bool = False) -> tuple[Line, ...]:
    """Where and when a paper was printed, and whom to call; the place is `named` where the paper says it above."""
    centre = catalogue.centre
    place = centre.name_zh if session.language == "zh" else centre.name_en
    return (
        *(() if named else (Pair(words("receipt.place"), place, small=True),)),
        Pair(f"{words('receipt.terminal')} {centre.terminal}", now[:16].replace("T", " "), small=True),
        Pair(words("receipt.keeper", name=centre.keeper_name), centre.keeper_phone, key=True),
    )
