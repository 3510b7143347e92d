"""One visit for each bad input of the house list: what the citizen must see, what must be true after."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from kiosk.core.conditions import Device
from kiosk.demo.faulty_proxy import DROPPED, MALFORMED, SERVER_ERROR, Fault
from tests.journeys.street import Street

FOREIGN_LINK = "https://pay.example.com/login?token=1234567890"


class Expect:
    """What a visit adds to the world."""

    def __init__(self, papers: int = 0, receipts: int = 0, cases: int = 0) -> None:
        self.papers = papers
        self.receipts = receipts
        self.cases = cases


Visit = Callable[[Street], Awaitable[Expect]]


async def _to_card(street: Street) -> None:
    glass = street.glass
    await glass.wait_for("welcome")
    await glass.touch("start", "home")
    await glass.touch("matter:KSTB-14", "KSTB-14/consent")
    await glass.touch("tick", "KSTB-14/consent")
    await glass.touch("primary", "KSTB-14/card")
    await street.until_card_is_asked_for()


async def _notice(street: Street, key: str) -> None:
    said = street.words(key)
    glass = street.glass
    await glass.wait_until(lambda: getattr(glass.face.body, "notice", None) is not None, f"the notice {key}")
    assert glass.face.body.notice.text == said


async def _bad_card(street: Street, card: str, reason: str) -> Expect:
    await _to_card(street)
    street.card.insert_card(card)
    face = await street.glass.wait_for("KSTB-14/trouble-card")
    assert face.title == street.words(f"trouble.{reason}.title")
    return Expect()


async def clean(street: Street) -> Expect:
    await street.to_result()
    await street.print_both()
    return Expect(1, 1, 1)


async def card_of_unknown_type(street: Street) -> Expect:
    await _to_card(street)
    street.card.insert_card("unknown-flag")
    await _notice(street, "card.unsupported_card")
    return Expect()


async def card_pulled_mid_read(street: Street) -> Expect:
    await _to_card(street)
    street.card.set_faults(["removed-mid-read"])
    street.card.insert_card("zhang-jianguo")
    await asyncio.sleep(1.5)
    assert street.glass.page == "KSTB-14/card"
    street.card.set_faults([])
    street.card.insert_card("zhang-jianguo")
    await street.glass.wait_for("KSTB-14/person")
    return Expect()


async def bank_card(street: Street) -> Expect:
    await _to_card(street)
    street.card.insert_card("bank-card")
    await _notice(street, "card.not_an_id_card")
    street.card.pull_card()
    street.card.insert_card("li-xiulan")
    await street.glass.wait_for("KSTB-14/person")
    return Expect()


async def expired_card(street: Street) -> Expect:
    return await _bad_card(street, "sun-guoqi", "card_expired")


async def minor(street: Street) -> Expect:
    return await _bad_card(street, "chen-chenchen", "card_minor")


async def wrong_check_digit(street: Street) -> Expect:
    return await _bad_card(street, "bad-check-digit", "card_number")


async def _period(street: Street, first: str, last: str, problem: str) -> Expect:
    await street.to_form("zhang-jianguo")
    glass = street.glass
    await glass.touch("pick:tax_authority:hean", "KSTB-14/form-3-2")
    await glass.fill("period_from", first)
    await glass.fill("period_to", last)
    await glass.touch("primary", "KSTB-14/form-3-2")
    assert street.catalogue.words["zh"](f"problem.{problem}", most=12) in [
        each.text for each in glass.face.checks.notes.values()
    ]
    assert street.terminal.session.visit.answers["period_from"] == first
    return Expect()


async def from_after_to(street: Street) -> Expect:
    return await _period(street, "2026-05", "2026-04", "period_order")


async def future_date(street: Street) -> Expect:
    return await _period(street, "2026-05", "2199-04", "future")


async def span_too_long(street: Street) -> Expect:
    return await _period(street, "2020-05", "2026-04", "period_too_long")


async def empty_result(street: Street) -> Expect:
    await street.to_form("yan-yan")
    await street.glass.touch("pick:tax_authority:hean", "KSTB-14/form-3-2")
    await street.glass.touch("primary", "KSTB-14/trouble-nothing_found")
    return Expect()


async def _bad_code(street: Street, text: str, key: str) -> Expect:
    glass = street.glass
    await glass.wait_for("welcome")
    await glass.touch("start", "home")
    await glass.touch("matter:VER-TAX", "VER-TAX/form-1-1")
    await glass.touch("pick:way:scan", "VER-TAX/scan")
    street.camera.show_text(text)
    await _notice(street, key)
    assert glass.page == "VER-TAX/scan"
    return Expect()


async def foreign_link(street: Street) -> Expect:
    return await _bad_code(street, FOREIGN_LINK, "scan.foreign_link")


async def control_bytes(street: Street) -> Expect:
    return await _bad_code(street, "\x01\x02\x03\x7f", "scan.not_this_code")


async def a_kilobyte_of_binary(street: Street) -> Expect:
    return await _bad_code(street, "\x80é" * 250, "scan.not_this_code")


async def _typed(street: Street, number: str, date: str, amount: str) -> None:
    glass = street.glass
    await glass.wait_for("welcome")
    await glass.touch("start", "home")
    await glass.touch("matter:VER-TAX", "VER-TAX/form-1-1")
    await glass.touch("pick:way:by_number", "VER-TAX/form-2-1")
    await glass.fill("number", number)
    await glass.touch("primary", "VER-TAX/form-2-2")
    await glass.fill("issued_on", date)
    await glass.touch("primary", "VER-TAX/form-2-3")
    await glass.fill("amount", amount)
    await glass.touch("primary", "VER-TAX/verdict")


async def full_width_number(street: Street) -> Expect:
    """A number that was really issued, typed with full-width digits and spaces."""
    number, date, total = await street.issued_before()
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each.isalnum() else each for each in number)
    await _typed(street, f"{wide[:4]}　{wide[4:]}", date, total)
    assert street.glass.face.body.sign == "same"
    return Expect(*street.just_issued)


async def wrong_amount(street: Street) -> Expect:
    number, date, _ = await street.issued_before()
    await _typed(street, number, date, "0.01")
    assert street.glass.face.body.sign == "differs"
    return Expect(*street.just_issued)


async def _issue_through(street: Street, *faults: Fault) -> Expect:
    await street.to_review()
    street.proxy.plan(*faults)
    await street.glass.touch("primary", "KSTB-14/result")
    await street.print_both()
    return Expect(1, 1, 1)


async def gateway_late(street: Street) -> Expect:
    return await _issue_through(street, Fault(delay_s=2.0))


async def gateway_doubled(street: Street) -> Expect:
    return await _issue_through(street, Fault(double=True))


async def gateway_malformed(street: Street) -> Expect:
    return await _issue_through(street, MALFORMED)


async def gateway_500(street: Street) -> Expect:
    return await _issue_through(street, SERVER_ERROR, SERVER_ERROR)


async def gateway_answer_lost(street: Street) -> Expect:
    return await _issue_through(street, DROPPED)


async def paper_out_before(street: Street) -> Expect:
    street.office.run_out_of_paper()
    glass = street.glass
    await glass.wait_for("welcome")
    await street.until_condition(Device.DOCUMENT_PRINTER, usable=False)
    await street.to_result()
    await glass.touch("primary", "KSTB-14/trouble-paper")
    street.office.refill()
    await street.until_condition(Device.DOCUMENT_PRINTER, usable=True)
    await glass.touch("primary")
    await glass.wait_for("finish")
    return Expect(1, 1, 1)


async def paper_out_during(street: Street) -> Expect:
    await street.to_result()
    street.printer.set_faults(["paper-out-mid"])
    await street.glass.touch("primary", "KSTB-14/trouble-paper")
    street.printer.set_faults([])
    street.printer.refill()
    await street.until_condition(Device.RECEIPT_PRINTER, usable=True)
    await street.glass.touch("primary")
    await street.glass.wait_for("finish")
    return Expect(1, 1, 1)


async def paper_out_after(street: Street) -> Expect:
    await street.to_result()
    await street.print_both()
    street.printer.run_out_of_paper()
    await street.until_condition(Device.RECEIPT_PRINTER, usable=False)
    street.printer.refill()
    await street.until_condition(Device.RECEIPT_PRINTER, usable=True)
    return Expect(1, 1, 1)


async def disk_full(street: Street) -> Expect:
    """The disk fills up while a certificate waits to be printed: it is printed, and nothing new begins."""
    if not street.settings.data.is_mount():
        return await clean(street)
    await street.to_result()
    with street.full_disk():
        await street.print_both()
        await street.leave()
        await street.glass.touch("start", "home")
        said = street.words("notice.disk_full")
        face = street.glass
        await face.wait_until(lambda: said in [each.text for each in face.face.body.notices], "the notice")
        assert not next(card for card in face.face.body.cards if card.target == "matter:KSTB-14").enabled
    return Expect(1, 1, 1)


async def receipt_unknown(street: Street) -> Expect:
    """The printer never says whether it printed: the citizen is asked, and yes closes it."""
    await street.to_result()
    street.printer.set_faults(["no-job-id"])
    await street.glass.touch("primary", "KSTB-14/paperquestion")
    street.printer.set_faults([])
    await street.glass.touch("primary", "finish")
    return Expect(1, 1, 1)


FAULTS: dict[str, Visit] = {
    each.__name__: each
    for each in (
        clean,
        card_of_unknown_type,
        card_pulled_mid_read,
        bank_card,
        expired_card,
        minor,
        wrong_check_digit,
        from_after_to,
        future_date,
        span_too_long,
        empty_result,
        foreign_link,
        control_bytes,
        a_kilobyte_of_binary,
        full_width_number,
        wrong_amount,
        gateway_late,
        gateway_doubled,
        gateway_malformed,
        gateway_500,
        gateway_answer_lost,
        paper_out_before,
        paper_out_during,
        paper_out_after,
        disk_full,
        receipt_unknown,
    )
}
