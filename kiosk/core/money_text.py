"""Sums as people read them."""

from __future__ import annotations


def yuan(amount: str) -> str:
    """`-18910.00` as `-¥18,910.00`."""
    return f"-¥{grouped(amount[1:])}" if amount.startswith("-") else f"¥{grouped(amount)}"


def grouped(amount: str) -> str:
    """`18910.00` as `18,910.00`."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, _, cents = digits.partition(".")
    return f"{sign}{int(whole):,}.{cents}"
