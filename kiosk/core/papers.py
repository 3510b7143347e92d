"""What the receipts say: who (masked), what, where, the number large, what happens next, whom to call."""

from __future__ import annotations

from kiosk.core.conditions import Outcome
from kiosk.core.idcard import masked_name, masked_number
from kiosk.core.matters import Catalogue
from kiosk.core.receipts import Code, Line, Pair, Receipt, Rule, Text, Title
from kiosk.core.replies import Verified
from kiosk.core.session import Session, Visit
from kiosk.core.words import Words

OWN_CODE = "KIOSK:CASE:"


def receipt_of(catalogue: Catalogue, session: Session, now: str) -> Receipt:
    """The receipt of the visit as it stands: a certificate's, a later collection's, or a verification's slip."""
    visit = session.visit
    assert visit is not None, "a receipt belongs to a visit"
    words = catalogue.words[session.language]
    body = _verified(words, visit, visit.verdict) if visit.verdict else _certificate(words, visit)
    own = f"matter.{visit.matter}"
    lines: tuple[Line, ...] = (
        Title(words(f"{own}.receipt.title")),
        Text(words(f"{own}.name"), centred=True),
        Rule(),
        *body,
        Rule(),
        *_foot(catalogue, session, words, now),
    )
    return Receipt(lines, reprint=visit.tries.get("receipt", 0), demo=catalogue.centre.demo)


def _certificate(words: Words, visit: Visit) -> tuple[Line, ...]:
    own, card, issued = f"matter.{visit.matter}.receipt", visit.card, visit.issued
    lines: list[Line] = []
    if card is not None:
        lines.append(Pair(words("receipt.name"), masked_name(card.name or card.name_en or "")))
        lines.append(Pair(words("receipt.number"), masked_number(card.number)))
    if issued is None:
        return (*lines, Text(words(f"{own}.unknown"), key=True))
    printed = visit.document is not None and visit.document.outcome is not Outcome.FAILED
    return (
        *lines,
        Pair(words("receipt.deciding"), issued.issuer),
        Pair(words("receipt.total"), f"¥{grouped(issued.total)}", key=True),
        Pair(words("receipt.certificate"), issued.certificate_number, key=True),
        Pair(words("receipt.case"), issued.case_number),
        Text(words(f"{own}.done" if printed else f"{own}.later"), key=not printed),
        Code(OWN_CODE + issued.case_number, words("receipt.scan_case")),
        Text(words("receipt.not_acceptance")),
    )


def _verified(words: Words, visit: Visit, reply: Verified) -> tuple[Line, ...]:
    own = f"matter.{visit.matter}.verdict"
    fields = tuple(
        Pair(words.maybe(f"{own}.{each.id}") or each.id, each.presented or "")
        for each in reply.fields
        if each.presented
    )
    return (
        *fields,
        Pair(words("receipt.result"), verdict_words(words, reply.state), key=True),
        Pair(words("receipt.trace"), reply.trace),
        Text(words("receipt.advice")),
    )


def verdict_words(words: Words, state: str) -> str:
    """The big words of a verification's answer."""
    return words("verdict.same" if state in ("same", "interim") else f"verdict.{state}")


def _foot(catalogue: Catalogue, session: Session, words: Words, now: str) -> tuple[Line, ...]:
    centre = catalogue.centre
    place = centre.name_zh if session.language == "zh" else centre.name_en
    return (
        Pair(words("receipt.place"), place),
        Pair(words("receipt.terminal"), centre.terminal),
        Pair(words("receipt.time"), now[:16].replace("T", " ")),
        Text(words("receipt.keeper", phone=centre.keeper_phone, name=centre.keeper_name)),
    )


def grouped(amount: str) -> str:
    """`18910.00` as `18,910.00`."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, _, cents = digits.partition(".")
    return f"{sign}{int(whole):,}.{cents}"
