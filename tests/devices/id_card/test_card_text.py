"""The four text layouts, laid out by hand at the published offsets (not by the encoder of the emulator)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from devices.id_card.card_text import BadText, UnknownCard, decode
from devices.id_card.cards import encode_text, load_persons
from kiosk.core.idcard import IdCard


def text(flag, **fields):
    """256 bytes of spaces with `at_<offset>=text` written in."""
    blank = bytearray(" ".encode("utf-16-le") * 128)
    for place, value in {**fields, "at_248": flag}.items():
        at, encoded = int(place.removeprefix("at_")), value.encode("utf-16-le")
        blank[at : at + len(encoded)] = encoded
    return bytes(blank)


RESIDENT = {
    "at_0": "张建国",
    "at_30": "1",
    "at_32": "01",
    "at_36": "19520318",
    "at_52": "北京市 示例乡",
    "at_122": "110105195203189911",
    "at_158": "示例市公安局",
    "at_188": "20090520",
    "at_204": "长期",
}
PERMIT = {**RESIDENT, "at_32": "  ", "at_122": "810000199001019910", "at_220": "H00000000", "at_238": "01"}
FOREIGNER = {
    "at_0": "示例",
    "at_30": "2",
    "at_32": "00",
    "at_36": "19880724",
    "at_52": "DE BRUIJN SPECIMEN, WILLEKE LISELOT",
    "at_122": "911528198807249823",
    "at_188": "20240110",
    "at_204": "20340110",
    "at_220": "TE",
    "at_242": "NLD",
    "at_250": "012",
}
FOREIGNER_2017 = {
    "at_0": "MUSTERMANN, ERIKA",
    "at_120": "2",
    "at_122": "DEU110180081216",
    "at_152": "DEU",
    "at_158": "埃丽卡",
    "at_188": "20180502",
    "at_204": "20280502",
    "at_220": "19800812",
    "at_236": "01",
    "at_240": "1500",
}


def test_resident():
    assert decode(text(" ", **RESIDENT)) == IdCard(
        type="resident",
        number="110105195203189911",
        name="张建国",
        sex="男",
        ethnicity="汉",
        birth_date="1952-03-18",
        valid_from="2009-05-20",
        valid_until="长期",
        address="北京市 示例乡",
        issuer="示例市公安局",
    )


def test_permit_has_no_ethnicity_and_keeps_its_pass_number_to_itself():
    assert decode(text("J", **PERMIT)) == IdCard(
        type="permit",
        number="810000199001019910",
        name="张建国",
        sex="男",
        birth_date="1952-03-18",
        valid_from="2009-05-20",
        valid_until="长期",
        address="北京市 示例乡",
        issuer="示例市公安局",
    )


def test_foreigner_2023_joins_the_two_halves_of_the_english_name():
    assert decode(text("Y", **FOREIGNER)) == IdCard(
        type="foreigner",
        number="911528198807249823",
        name="示例",
        name_en="DE BRUIJN SPECIMEN, WILLEKE LISELOTTE",
        nationality="NLD",
        sex="女",
        birth_date="1988-07-24",
        valid_from="2024-01-10",
        valid_until="2034-01-10",
    )


def test_foreigner_2017():
    assert decode(text("I", **FOREIGNER_2017)) == IdCard(
        type="foreigner-2017",
        number="DEU110180081216",
        name="埃丽卡",
        name_en="MUSTERMANN, ERIKA",
        nationality="DEU",
        sex="女",
        birth_date="1980-08-12",
        valid_from="2018-05-02",
        valid_until="2028-05-02",
        issuer="1500",
    )


@pytest.mark.parametrize("flag", ["Z", "i", "\0", "1", "\ud800"])
def test_an_unknown_flag_is_refused_not_guessed(flag):
    wire = text(" ", **RESIDENT)
    wire = wire[:248] + flag.encode("utf-16-le", "surrogatepass") + wire[250:]
    refused = decode(wire)
    assert isinstance(refused, UnknownCard)
    assert refused.flag in (flag, "�")


@pytest.mark.parametrize(
    ("code", "sex"), [("0", None), ("1", "男"), ("2", "女"), ("9", None), (" ", None), ("3", None), ("x", None)]
)
def test_sex_is_never_guessed(code, sex):
    assert decode(text(" ", **{**RESIDENT, "at_30": code})).sex == sex


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01", "汉"),
        ("05", "维吾尔"),
        ("43", "乌孜别克"),
        ("46", "德昂"),
        ("56", "基诺"),
        ("97", "其他"),
        ("  ", None),
        ("57", None),
    ],
)
def test_ethnicity_by_gb_t_3304(code, name):
    assert decode(text(" ", **{**RESIDENT, "at_32": code})).ethnicity == name


@pytest.mark.parametrize("name", ["严䶮𠮷", "\ue863\uf8f0", "古丽娜·示例", "某 某", "一" * 15])
def test_names_stay_as_they_are(name):
    assert decode(text(" ", **{**RESIDENT, "at_0": name})).name == name


def test_padding_may_be_spaces_or_nuls_at_both_ends():
    card = decode(text(" ", **{**RESIDENT, "at_0": "\0 张\0\0", "at_204": "长期\0\0\0\0"}))
    assert (card.name, card.valid_until) == ("张", "长期")


@pytest.mark.parametrize(
    ("at", "value", "field"),
    [
        ("at_36", "20150230", "birth_date"),
        ("at_36", "1952031 ", "birth_date"),
        ("at_36", "１９５２０３１８", "birth_date"),
        ("at_188", "+2009052", "valid_from"),
        ("at_204", "短期", "valid_until"),
        ("at_122", " " * 18, "number"),
    ],
)
def test_what_breaks_the_layout_is_named_without_its_content(at, value, field):
    assert decode(text(" ", **{**RESIDENT, at: value})) == BadText(field)


def test_half_a_surrogate_pair_is_bad_text():
    wire = bytearray(text(" ", **RESIDENT))
    wire[0:2] = b"\x42\xd8"
    assert decode(bytes(wire)) == BadText("name")


@pytest.mark.parametrize("size", [0, 255, 257, 1024])
def test_only_256_bytes_are_a_text_file(size):
    assert decode(bytes(size)) == BadText("size")


def test_blank_fields_are_none():
    card = decode(text(" ", at_122="110105195203189911"))
    assert card == IdCard(type="resident", number="110105195203189911")


@given(st.binary(min_size=256, max_size=256), st.sampled_from([" ", "J", "Y", "I"]))
def test_any_bytes_have_an_answer(noise, flag):
    decoded = decode(noise[:248] + flag.encode("utf-16-le") + noise[250:])
    assert isinstance(decoded, IdCard | BadText)


characters = st.characters(codec="utf-16-le", exclude_characters="\0", exclude_categories=("Cs",))


@given(st.text(characters, max_size=7), st.text(characters, max_size=17))
def test_what_is_encoded_is_decoded(name, address):
    person = replace(load_persons()[0], name=name, address=address)
    card = decode(encode_text(person))
    assert (card.name or "", card.address or "") == (name.strip(" "), address.strip(" "))


@pytest.mark.parametrize("person", load_persons(), ids=lambda person: person.id)
def test_each_synthetic_person_comes_back_from_the_card(person):
    card = decode(encode_text(person))
    for field in card.__struct_fields__:
        assert (getattr(card, field) or "") == getattr(person, field, ""), field  # an address is appended elsewhere
