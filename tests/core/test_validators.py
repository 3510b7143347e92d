"""Numbers, codes and sums: computed vectors, one table a rule, and the properties behind them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.idcard import IdCard
from kiosk.core.validators import (
    amount_in_words,
    bank_card_fault,
    birth_date_of,
    card_disagreements,
    citizen_check_digit,
    citizen_number_fault,
    code_text,
    compact,
    half_width,
    imo_fault,
    is_citizen_number,
    licence_identifier_fault,
    mmsi_fault,
    mobile_fault,
    money_text,
    organisation_account_fault,
    parse_money,
    person_name,
    person_name_fault,
    ship_id_fault,
    tax_certificate_number,
    tax_id_fault,
    uscc_fault,
)

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110101199003077213", None),
        ("11010519491231002X", None),
        ("110101201506010010", None),
        ("110101196001010038", None),
        ("810000199001010019", None),  # a permit: the region is no region of the mainland
        ("911528198807249823", None),  # a foreigner's card of 2023
        ("110101199003077214", "check_digit"),
        ("11010519491231002x", "form"),
        ("11010119900307721", "form"),
        ("1101011990030772133", "form"),
        ("١10101199003077213", "form"),
        ("11010119900230001" + "3", "date"),
        ("", "form"),
    ],
)
def test_citizen_number(number, fault):
    assert citizen_number_fault(number) == fault
    assert is_citizen_number(number) is (fault is None)


@pytest.mark.parametrize("region", ["659012", "133100", "110112", "330113", "000000", "999999", "830000"])
def test_no_region_is_ever_rejected(region):
    number = f"{region}19750101001"
    assert citizen_number_fault(number + citizen_check_digit(number)) is None


def test_a_birth_date_in_the_future_is_a_fault_only_when_today_is_known():
    number = "11010120270101001"
    number += citizen_check_digit(number)
    assert citizen_number_fault(number) is None
    assert citizen_number_fault(number, TODAY) == "future"
    assert citizen_number_fault("110101199003077213", TODAY) is None


@given(
    st.integers(0, 999999), st.dates(dt.date(1880, 1, 1)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9)
)
def test_one_wrong_digit_is_always_noticed(region, born, order, place, step):
    number = f"{region:06}{born:%Y%m%d}{order:03}".rjust(17, "0")
    if len(number) != 17:  # strftime does not pad early years everywhere
        return
    number += citizen_check_digit(number)
    assert birth_date_of(number) == born
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert citizen_number_fault(wrong) is not None


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ()),
        ({"birth_date": None, "sex": None}, ()),
        ({"sex": "女"}, ("sex",)),
        ({"birth_date": "1952-03-19"}, ("birth_date",)),
        ({"number": "110105195203189912"}, ("check_digit",)),
        ({"number": "110105195213189911"}, ("check_digit", "birth_date")),
        ({"number": "DEU110180081216"}, ()),
    ],
)
def test_where_a_card_contradicts_itself(changes, found):
    fields = {"number": "110105195203189911", "birth_date": "1952-03-18", "sex": "男", **changes}
    assert card_disagreements(IdCard(type="resident", **fields)) == found


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y43", None),
        ("11510000008282778C", None),
        ("91350100M000100Y44", "check_digit"),
        ("91350100M000100Y4", "form"),
        ("91350100I000100Y43", "form"),
        ("91350100m000100y43", "form"),
    ],
)
def test_uscc(code, fault):
    assert uscc_fault(code) == fault


HUNAN = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
HANGZHOU = "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0"
HEFEI = "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9"


@pytest.mark.parametrize(
    ("identifier", "fault"),
    [
        (HUNAN, None),
        (HANGZHOU, None),
        (HEFEI, None),
        (HUNAN[:-1] + "V", "check_digit"),
        (HUNAN.replace("20230000403", "20230000430"), "check_digit"),
        (HUNAN[2:], "form"),
        (HUNAN.lower(), "form"),
        (HUNAN + ".1", "form"),
        ("", "form"),
    ],
)
def test_licence_identifier(identifier, fault):
    assert licence_identifier_fault(identifier) == fault


@pytest.mark.parametrize("typed", [HUNAN.lower(), f" {HUNAN} ", HUNAN.replace(".", " . "), HUNAN.replace("1", "１")])
def test_a_typed_identifier_is_brought_to_its_form(typed):
    assert code_text(typed) == HUNAN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" No. 19（0831）44证明 60010316 ", "19(0831)44证明60010316"),
        ("№19(0831)44证明60010316", "19(0831)44证明60010316"),
        ("Ｎｏ：１２３４５６７８", "12345678"),
        ("NO12345678", "12345678"),
        ("123456789012345678", "123456789012345678"),
        ("\u3000\u200b(141)宁地证 00123456\ufeff", "(141)宁地证00123456"),
        ("", ""),
    ],
)
def test_tax_certificate_number(text, number):
    assert tax_certificate_number(text) == number


@given(st.text(max_size=30))
def test_normal_forms_are_stable(text):
    assert half_width(half_width(text)) == half_width(text)
    assert compact(compact(text)) == compact(text)


@pytest.mark.parametrize("name", ["古丽娜·示例", "严䶮𠮷", "\uf900", "㐀", "①"])
def test_half_width_leaves_names_alone(name):
    assert half_width(name) == name


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("13900000001", None),
        ("19912345678", None),
        ("12900000001", "form"),
        ("1390000000", "form"),
        ("+8613900000001", "form"),
    ],
)
def test_mobile(number, fault):
    assert mobile_fault(number) == fault


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1409.5", "1409.50"),
        ("1,409.50", "1409.50"),
        ("￥１２", "12.00"),
        ("¥0.05", "0.05"),
        ("-325.04", "-325.04"),
        ("－１", "-1.00"),
        (" 1 000 ", "1000.00"),
        ("0", "0.00"),
        ("9999999999999.99", "9999999999999.99"),
        ("99999999999999.99", None),
        ("1.234", None),
        ("1.", None),
        (".5", None),
        ("1,40.00", None),
        ("5万", None),
        ("1e3", None),
        ("NaN", None),
        ("٣", None),
        ("9" * 99, None),
        ("", None),
    ],
)
def test_money(text, amount):
    parsed = parse_money(text)
    assert (None if parsed is None else money_text(parsed)) == amount


def test_money_text_is_canonical_and_loses_nothing():
    assert [money_text(Decimal(each)) for each in ("1", "-0", "-0.1", "1E+2")] == ["1.00", "0.00", "-0.10", "100.00"]
    with pytest.raises(ValueError, match="two decimals"):
        money_text(Decimal("0.005"))


@given(st.decimals(Decimal("-999999999999.99"), Decimal("999999999999.99"), places=2))
def test_money_comes_back_from_its_text(amount):
    assert parse_money(money_text(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.00", "零元整"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("1000000", "壹佰万元整"),
        ("100000005", "壹亿零伍元整"),
        ("100010000", "壹亿零壹万元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-325.04", "负叁佰贰拾伍元零肆分"),
        ("-1", "负壹元整"),
    ],
)
def test_amount_in_words(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["1000000000000", "0.001"])
def test_amounts_that_have_no_words(amount):
    with pytest.raises(ValueError):
        amount_in_words(Decimal(amount))


def _value(words):
    """Read the words back, to check the writer against another way of thinking."""
    total = group = digit = 0
    cents = Decimal(0)
    for sign in words:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in "拾佰仟":
            group, digit = group + digit * 10 ** ("拾佰仟".index(sign) + 1), 0
        elif sign in "万亿元":
            total, group, digit = total + (group + digit) * {"万": 10**4, "亿": 10**8, "元": 1}[sign], 0, 0
        elif sign in "角分":
            cents, digit = cents + digit * Decimal({"角": "0.1", "分": "0.01"}[sign]), 0
    return total + cents


@given(st.decimals(Decimal(0), Decimal("999999999999.99"), places=2))
def test_words_read_back_give_the_amount(amount):
    words = amount_in_words(amount)
    assert _value(words) == amount
    assert "零零" not in words


# --- accounts, ships, taxpayers, names (matters.md 2.1, 2.4) ------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "number", "fault"),
    [
        (tax_id_fault, "91350100M000100Y43", None),
        (tax_id_fault, "110101199003077213", None),
        (tax_id_fault, "350100123456789", None),  # 15, as given out before the unified code
        (tax_id_fault, "11010519800101001X01", None),  # 20, a person's with two more
        (tax_id_fault, "91350100M000100Y44", "check_digit"),
        (tax_id_fault, "35010012345678", "form"),
        (tax_id_fault, "350100123456789012345", "form"),
        (tax_id_fault, "91350100-000100Y43", "form"),
        (bank_card_fault, "4111111111111111", None),
        (bank_card_fault, "6222020000000000000", None),
        (bank_card_fault, "4111111111111112", "check_digit"),
        (bank_card_fault, "411111111111111", "form"),
        (bank_card_fault, "41111111111111111111", "form"),
        (bank_card_fault, "4111 1111 1111 1111", "form"),
        (organisation_account_fault, "123456", None),
        (organisation_account_fault, "1" * 32, None),
        (organisation_account_fault, "12345", "form"),
        (organisation_account_fault, "1" * 33, "form"),
        (imo_fault, "9074729", None),
        (imo_fault, "9074728", "check_digit"),
        (imo_fault, "907472", "form"),
        (imo_fault, "IMO9074729", "form"),
        (ship_id_fault, "CN12345678901", None),
        (ship_id_fault, "CN1234567890", "form"),
        (ship_id_fault, "12345678901", "form"),
        (mmsi_fault, "412345678", None),
        (mmsi_fault, "41234567", "form"),
        (mmsi_fault, "٤12345678", "form"),
    ],
)
def test_numbers_of_accounts_ships_and_taxpayers(check, number, fault):
    assert check(number) == fault


@given(st.text("0123456789", min_size=15, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_luhn_notices_one_wrong_digit(digits, place, step):
    (good,) = [digits + each for each in "0123456789" if bank_card_fault(digits + each) is None]
    place %= len(good)
    wrong = good[:place] + str((int(good[place]) + step) % 10) + good[place + 1 :]
    assert bank_card_fault(wrong) == "check_digit"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("古丽•阿依", "古丽·阿依"),
        ("古丽．阿依", "古丽·阿依"),
        ("　王　芳 ", "王芳"),
        ("𠮷田", "𠮷田"),  # outside the basic plane, in GB 18030
        ("㐂㛃", "㐂㛃"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
    ],
)
def test_names_are_brought_to_one_form_and_rare_characters_stay(typed, name):
    assert person_name(typed) == name
    assert person_name_fault(name) is None


@pytest.mark.parametrize("name", ["王", "", "王1", "王@芳", "·王芳", "王芳·", "王··芳", "王" * 51])
def test_what_is_no_name(name):
    assert person_name_fault(name) == "form"


@pytest.mark.parametrize("typed", ["1万", "1.5万元", "壹佰", "1e3", "12345678901234.00", "1.234", "NaN", "--1", "1,23"])
def test_money_that_might_be_misread_is_none(typed):
    assert parse_money(typed) is None


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.00", "零元整"),
    ],
)
def test_the_examples_of_the_payment_rules(amount, words):
    assert amount_in_words(Decimal(amount)) == words
