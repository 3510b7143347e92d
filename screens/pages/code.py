"""A QR code for the citizen's phone, the amount if there is one, and where the payment stands."""

from __future__ import annotations

from kiosk.core.case_bodies import Code
from screens.pages.context import Context
from screens.widgets.block import Item
from screens.widgets.panels import Money
from screens.widgets.qr import QrCode
from screens.widgets.words import NoticePanel, Words


def items(body: Code, context: Context) -> list[Item]:
    """Notice, code with its caption, amount, lines."""
    style = context.style
    found = [Item(NoticePanel(style, body.notice), context.block)] if body.notice else []
    found.append(Item(QrCode(style, body.payload), context.block))
    found.append(Item(Words(style, body.caption, "heading", bold=True, align="centre"), context.near))
    if body.amount:
        found.append(Item(Money(style, body.amount_label, body.amount, ""), context.block))
    return [*found, *(Item(Words(style, each), context.gutter if not n else 0.0) for n, each in enumerate(body.lines))]
