"""Numbers, codes and sums as people type and papers carry them: brought to one form, then checked.

Each ``*_fault`` takes text in its normal form and answers None or what is wrong. None of them asks a register: a number
may be well-formed and belong to nobody. Money is `Decimal`, never float.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Literal

from kiosk.core.idcard import IdCard

Fault = Literal["form", "date", "future", "check_digit"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_BLANKS = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_MONEY = re.compile(r"(-?)¥?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)
_MONEY_LONGEST = 16  # n..16,2 in the tax exchange formats: the point and both decimals are counted
_ALPHABET_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NUMBER_WORD = re.compile(r"^(?:NO\.?|№|Nº)[.:]?", re.IGNORECASE)


def half_width(text: str) -> str:
    """Full-width digits, letters, brackets, marks and the wide space as ASCII; nothing else changes.

    Not NFKC: that would also replace characters in people's names.
    """
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """Half width, without any space (visible or not)."""
    return _BLANKS.sub("", half_width(text))


def code_text(text: str) -> str:
    """A code whose letters have no case: compact capitals."""
    return compact(text).upper()


def citizen_number_fault(number: str, today: dt.date | None = None) -> Fault | None:
    """Form, birth date and check digit of an 18-character number (GB 11643-1999, ISO 7064 MOD 11-2).

    Also the numbers of permits (81, 82, 83) and of foreigners' cards of 2023 (9). The region is never judged: the
    police gave the number out, and tables of regions have holes. `today` given, a later birth date is a fault.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "form"
    born = birth_date_of(number)
    if born is None:
        return "date"
    if today is not None and born > today:
        return "future"
    return None if citizen_check_digit(number) == number[17] else "check_digit"


def is_citizen_number(number: str) -> bool:
    """Whether an 18-character number is well-formed; nothing about whether anybody has it."""
    return citizen_number_fault(number) is None


def citizen_check_digit(number: str) -> str:
    """The check digit of the first 17 digits of `number` (GB 11643-1999, 4.2)."""
    total = sum(int(digit) * (1 << (17 - place)) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11]


def birth_date_of(number: str) -> dt.date | None:
    """The birth date inside an 18-character number; None when the calendar has no such day."""
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def card_disagreements(card: IdCard) -> tuple[Literal["check_digit", "birth_date", "sex"], ...]:
    """Where a card's number contradicts itself or the card's fields; `sex` alone is a notice, not a reason to refuse.

    The 15-character number of the 2017 card carries no full date and another check digit: nothing is said about it.
    """
    if len(card.number) != 18 or citizen_number_fault(card.number) == "form":
        return ()
    born, sex = birth_date_of(card.number), "女男"[int(card.number[16]) % 2]
    found: list[Literal["check_digit", "birth_date", "sex"]] = []
    if citizen_check_digit(card.number) != card.number[17]:
        found.append("check_digit")
    if card.birth_date is not None and (born is None or born.isoformat() != card.birth_date):
        found.append("birth_date")
    if card.sex is not None and card.sex != sex:
        found.append("sex")
    return tuple(found)


def uscc_fault(code: str) -> Fault | None:
    """A unified social credit code (GB 32100-2015): 18 characters without I O Z S V, weights 3^i, modulo 31."""
    if len(code) != 18 or not set(code) <= set(_ALPHABET_USCC):
        return "form"
    total = sum(_ALPHABET_USCC.index(each) * pow(3, place, 31) for place, each in enumerate(code[:17]))
    return None if _ALPHABET_USCC[-total % 31] == code[17] else "check_digit"


def licence_check_character(characters: str) -> str:
    """Check character over the type code, issuer, serial and version of a 电子证照标识, joined without dots.

    GB/T 36904-2018 by ISO 7064 MOD 37,36; `characters` are 0-9 and A-Z.
    """
    product = 36
    for character in characters:
        product = (product + int(character, 36)) % 36 or 36
        product = product * 2 % 37
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(37 - product) % 36]


_LICENCE = re.compile(r"1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]+)\.([0-9A-Z]+)\.([0-9]{3})\.([0-9A-Z])")


def licence_identifier_fault(identifier: str) -> Fault | None:
    """A 电子证照标识 (GB/T 36904-2018) in `code_text` form. A fault means a malformed code, never a forged licence."""
    parts = _LICENCE.fullmatch(identifier)
    if parts is None:
        return "form"
    *checked, check = parts.groups()
    return None if licence_check_character("".join(checked)) == check else "check_digit"


def tax_certificate_number(text: str) -> str:
    """A tax certificate's number in one form: no spaces, no ``No.`` or ``№`` before it, half-width brackets.

    Beyond that the number is opaque: its structure differs by year and province. Keep the raw text beside it.
    """
    return _NUMBER_WORD.sub("", compact(text))


def mobile_fault(number: str) -> Fault | None:
    """A mobile number of the mainland: 11 digits, 1 and then 3 to 9."""
    return None if re.fullmatch(r"1[3-9][0-9]{9}", number) else "form"


def tax_id_fault(number: str) -> Fault | None:
    """A 纳税人识别号: a unified social credit code, a person's number, or 15 to 20 letters and digits of before."""
    if len(number) == 18 and citizen_number_fault(number) is None:
        return None
    if not re.fullmatch(r"[0-9A-Z]{15,20}", number):
        return "form"
    looks_unified = len(number) == 18 and set(number) <= set(_ALPHABET_USCC)
    return uscc_fault(number) if looks_unified else None


def bank_card_fault(number: str) -> Fault | None:
    """A person's bank card: 16 to 19 digits, the last by the Luhn formula (ISO/IEC 7812-1, annex B)."""
    if not re.fullmatch(r"[0-9]{16,19}", number):
        return "form"
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return None if sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0 else "check_digit"


def organisation_account_fault(number: str) -> Fault | None:
    """An organisation's account: 6 to 32 digits, no check digit that all banks share."""
    return None if re.fullmatch(r"[0-9]{6,32}", number) else "form"


def imo_fault(number: str) -> Fault | None:
    """A ship's IMO number: seven digits, the last from the others times 7 to 2 (IMO resolution A.1117(30))."""
    if not re.fullmatch(r"[0-9]{7}", number):
        return "form"
    total = sum(int(digit) * (7 - place) for place, digit in enumerate(number[:6]))
    return None if total % 10 == int(number[6]) else "check_digit"


def ship_id_fault(number: str) -> Fault | None:
    """A 船舶识别号: ``CN`` and eleven digits."""
    return None if re.fullmatch(r"CN[0-9]{11}", number) else "form"


def mmsi_fault(number: str) -> Fault | None:
    """An MMSI: nine digits (ITU-R M.585)."""
    return None if re.fullmatch(r"[0-9]{9}", number) else "form"


_DOTS = str.maketrans("•・･‧∙⋅●．.", "·········")
_NAME = re.compile(r"[^\W\d_]+\.?(?:[·' -][^\W\d_]+)*")


def person_name(text: str) -> str:
    """A name in one form: no blanks around or between Chinese characters, one kind of middle dot (U+00B7)."""
    words = _BLANKS.sub(" ", text).strip()
    close = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", words)
    return close.translate(_DOTS) if re.search(r"[^\x00-\x7f]", close) else close


def person_name_fault(name: str) -> Fault | None:
    """A name: 2 to 50 letters of any script, also rare characters of GB 18030, with middle dots or spaces between."""
    return None if 2 <= len(name) <= 50 and _NAME.fullmatch(name) else "form"


def parse_money(text: str) -> Decimal | None:
    """A sum in 元 as typed (``1,409.5``, ``￥12``, full-width digits), exact; None when it is none.

    At most two decimals and 16 characters; no exponent, no 万: who means 万元 must not be misread by a factor of 10000.
    """
    parts = _MONEY.fullmatch(compact(text))
    if parts is None:
        return None
    sign, whole, cents = parts.groups("")
    exact = f"{sign}{whole.replace(',', '')}.{cents:0<2}"
    return Decimal(exact) if len(exact) <= _MONEY_LONGEST else None


def money_text(amount: Decimal) -> str:
    """`1409.50`: the decimal string that files and messages carry; ValueError when cents would be lost."""
    exact = amount.quantize(Decimal("0.01"))
    if exact != amount:
        raise ValueError("a sum of money has at most two decimals")
    return str(exact or Decimal("0.00"))  # never -0.00


_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")


def amount_in_words(amount: Decimal) -> str:
    """金额大写 (annex 1 of 支付结算办法): 元整 for whole sums, no 整 after 角 or 分, 负 before a refund.

    ValueError for fractions of a 分 and from 10^12 元 on.
    """
    sign = "负" if amount < 0 else ""
    whole, cents = money_text(abs(amount)).split(".")
    yuan = _whole_in_words(whole)
    if cents == "00":
        return f"{sign}{yuan or '零'}元整"
    return sign + (f"{yuan}元" if yuan else "") + _cents_in_words(whole, cents)


def _cents_in_words(whole: str, cents: str) -> str:
    # 零 where figures are missing between 元 and what follows: 325.04, and 107000.53 whose own 元 figure is 0
    gap = "零" if whole.strip("0") and (cents[0] == "0" or whole.endswith("0")) else ""
    figures = zip(cents, "角分", strict=True)
    return gap + "".join(_FIGURES[int(figure)] + unit for figure, unit in figures if figure != "0")


def _whole_in_words(digits: str) -> str:
    """Figures of a whole number in groups of four; empty for zero."""
    if len(digits) > 12:
        raise ValueError("the sum is too large for words")
    groups = (digits.zfill(12)[at : at + 4] for at in (0, 4, 8))
    return _one_zero("".join(_group_in_words(*each) for each in zip(groups, _GROUPS, strict=True)))


def _group_in_words(group: str, unit: str) -> str:
    places = zip(group, _PLACES, strict=True)
    words = "".join("零" if figure == "0" else _FIGURES[int(figure)] + place for figure, place in places)
    return words.rstrip("零") + unit if words.strip("零") else "零"


def _one_zero(words: str) -> str:
    return re.sub("零+", "零", words).strip("零")
