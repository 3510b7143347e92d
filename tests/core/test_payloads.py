"""Every code a stranger may hold up has one answer, and nothing in it is believed or shown in a repr."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.payloads import (
    LONGEST_BYTES,
    AllowedLink,
    ForeignLink,
    LicenceIdentifier,
    MaritimeCode,
    OpaqueToken,
    OwnReceipt,
    TaxCertificateCode,
    Unrecognised,
    host_allowed,
    route_payload,
)

HOSTS = ("check.example.gov.cn", "*.tax.example.gov.cn")
# made up, with a computed check character; the issuing body's code is no registered one
LICENCE = "1.2.156.3005.2.11000000000000000X001.340100.A00000001.001.G"


def routed(text: str):
    return route_payload(text.encode(), text, HOSTS)


def test_the_demo_form_of_a_tax_certificate():
    code = routed("KIOSK-DEMO:TAX:19(0831)44证明60010316:20240607:1409.50")
    assert code == TaxCertificateCode("19(0831)44证明60010316", "2024-06-07", "1409.50")


@pytest.mark.parametrize(
    "text",
    [
        "kiosk-demo:tax:19（0831）44证明60010316:20240607:1409.50",
        " KIOSK-DEMO:TAX: No. 19(0831)44证明 60010316 :20240607: 1409.50\r\n",
        "ＫＩＯＳＫ－ＤＥＭＯ：ＴＡＸ：19（0831）44证明60010316：20240607：1409．50",
    ],
)
def test_case_spaces_and_width_do_not_matter(text):
    assert routed(text) == TaxCertificateCode("19(0831)44证明60010316", "2024-06-07", "1409.50")


@pytest.mark.parametrize(
    "text",
    [
        "KIOSK-DEMO:TAX:60010316:20240230:1.00",  # no such day
        "KIOSK-DEMO:TAX:60010316:00000101:1.00",
        "KIOSK-DEMO:TAX:60010316:20240607:1.0",
        "KIOSK-DEMO:TAX:60010316:20240607:1e3",
        "KIOSK-DEMO:TAX:60010316:20240607:12345678901234.00",
        "KIOSK-DEMO:TAX:60010316:20240607",
        "KIOSK-DEMO:DOC:A",
        "KIOSK-DEMO:DOC:证书一号",
        "KIOSK:CASE:",
        "KIOSK:VISIT:1234",
        "",
        "你好",
        "1.2.156.3005.2.11000000000000000X001.340100.A00000001.01.6",
        "1.2.156.3005.3.11000000000000000X001.340100.A00000001.001.G",
    ],
)
def test_nearly_right_is_unrecognised(text):
    assert routed(text) == Unrecognised("no_known_form")


def test_a_refund_has_a_negative_amount():
    assert routed("KIOSK-DEMO:TAX:60010316:20240607:-12.00") == TaxCertificateCode("60010316", "2024-06-07", "-12.00")


def test_maritime_certificates_and_our_own_receipts():
    assert routed("KIOSK-DEMO:DOC:ha/doc-2024(17)") == MaritimeCode("HA/DOC-2024(17)")
    assert routed("kiosk:case:ha-2026-000123") == OwnReceipt("HA-2026-000123")


def test_a_licence_identifier_is_taken_apart():
    assert routed(LICENCE) == LicenceIdentifier(
        raw=LICENCE,
        identifier=LICENCE,
        type_code="11000000000000000X001",
        issuer_code="340100",
        serial="A00000001",
        version="001",
        check_ok=True,
    )


def test_a_licence_identifier_is_normalised_and_kept_raw():
    typed = LICENCE.lower().replace(".340100.", " .340100. ")
    code = routed(typed)
    assert (code.identifier, code.raw, code.check_ok) == (LICENCE, typed, True)


@pytest.mark.parametrize("check", [c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != LICENCE[-1]])
def test_every_wrong_check_character_says_malformed(check):
    assert routed(LICENCE[:-1] + check).check_ok is False


def test_links_of_configured_hosts_are_input_and_nothing_more():
    assert routed("https://check.example.gov.cn/v?no=1&d=%B9%FA#top") == AllowedLink(
        "check.example.gov.cn", "/v", "no=1&d=%B9%FA"
    )
    assert routed("HTTPS://A.B.TAX.EXAMPLE.GOV.CN:443/") == AllowedLink("a.b.tax.example.gov.cn", "/", "")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://evil.example/pay", "evil.example"),
        ("https://tax.example.gov.cn/", "tax.example.gov.cn"),  # a suffix stands for the names below it
        ("https://eviltax.example.gov.cn/", "eviltax.example.gov.cn"),
        ("https://check.example.gov.cn.evil.example/", "check.example.gov.cn.evil.example"),
        ("weixin://check.example.gov.cn/pay", "check.example.gov.cn"),
        ("file:///etc/passwd", ""),
        ("https://check.example.gov.cn@evil.example/", ""),
        ("https://evil.example\\@check.example.gov.cn/", ""),
        ("https://check.example.gov.cn:8443/", ""),
        ("https://check.exa\tmple.gov.cn/", ""),
        ("https://check.example.gov.cn/ https://evil.example/", ""),
        ("https://chеck.example.gov.cn/", ""),  # a Cyrillic е
        ("https://[::1]/", ""),
        ("https://[broken/", ""),
        ("https://", ""),
    ],
)
def test_every_other_link_is_foreign(text, host):
    assert routed(text) == ForeignLink(host)


def test_suffixes_need_a_dot_before_them():
    assert host_allowed("a.tax.example.gov.cn", HOSTS)
    assert not host_allowed("tax.example.gov.cn", HOSTS)
    assert not host_allowed("", ("*.",))
    assert not host_allowed("", ())


def test_one_time_codes_are_passed_on_untouched():
    assert routed("a1B2_c3-D4e5F6g7") == OpaqueToken("a1B2_c3-D4e5F6g7")
    assert routed("short") == Unrecognised("no_known_form")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (bytes(3000), "too_long"),
        (b"https://check.example.gov.cn/" + b"x" * LONGEST_BYTES, "too_long"),
        (b"a\x00b", "control_bytes"),
        (b"\x1b[2J", "control_bytes"),
        (b"\x7f", "control_bytes"),
        (b"\xff\xfe\xfd", "no_known_form"),
    ],
)
def test_binary_and_overlong_payloads(payload, reason):
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        text = None
    assert route_payload(payload, text, HOSTS) == Unrecognised(reason)


def test_no_repr_shows_what_the_code_says():
    texts = [
        "KIOSK-DEMO:TAX:60010316:20240607:1409.50",
        LICENCE,
        "KIOSK-DEMO:DOC:HA12345",
        "KIOSK:CASE:HA12345",
        "a1B2c3D4e5F6g7h8",
        "https://check.example.gov.cn/?token=12345",
        "https://evil.example/12345",
    ]
    kinds = [TaxCertificateCode, LicenceIdentifier, MaritimeCode, OwnReceipt, OpaqueToken, AllowedLink, ForeignLink]
    assert [type(routed(text)) for text in texts] == kinds
    assert [repr(routed(text)) for text in texts] == [f"{kind.__name__}(...)" for kind in kinds]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
def test_any_bytes_have_an_answer(payload):
    route_payload(payload, None, HOSTS)
    route_payload(payload, payload.decode("latin-1"), HOSTS)


@given(st.from_regex(r"\A(https?|[a-z]{3})://[^\n]{0,40}\Z"))
def test_no_made_up_link_passes_for_an_allowed_one(text):
    assert not isinstance(routed(text), AllowedLink)


# made up: no published form exists, these only have the alphabets and lengths in which such codes travel
ONE_TIME_CODES = {
    "medical insurance 医保电子凭证": "3400000000000000012345678901",
    "social security 电子社保卡": "c29jaWFsLXNlY3VyaXR5+DEMO/0123456789abcdefghij+KLMNOP==",
    "network identity 网络身份凭证": "eyJkZW1vIjoxfQ.bm90LWEtcmVhbC1jb2RlLTAwMDE.a1B2~c3_D4-e5F6g7H8i9J0",
}


@pytest.mark.parametrize("kind", ONE_TIME_CODES)
def test_each_kind_of_one_time_code_is_an_opaque_token(kind):
    code = ONE_TIME_CODES[kind]
    assert routed(code) == OpaqueToken(code)
    assert routed(f" {code}\r\n") == OpaqueToken(code)
    assert repr(routed(code)) == "OpaqueToken(...)"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 15,
        "x" * 513,
        "abcdefgh=ijklmnopq",  # padding stands at the end
        "abcdefghijklmnop===",
        "abcdefgh ijklmnopq",
        "abc+def/ghi.jkl~mno",  # two alphabets in one
        "mailto:somebody-somewhere",
        "javascript:alert0000000",
        "密码密码密码密码密码密码密码密码",
        f"{LICENCE[:-2]}..{LICENCE[-1]}",  # a misprinted identifier
    ],
)
def test_what_is_no_one_time_code(text):
    assert routed(text) == Unrecognised("no_known_form")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.pay-here.example.com", "www.pay-here.example.com"),
        ("pay.example.com/a/b/c/d/e", "pay.example.com"),
        ("PAY.EXAMPLE.CN:8080/x?y=z", "pay.example.cn"),
        ("check.example.gov.cn/v?no=1", "check.example.gov.cn"),  # without https nobody vouches for it
    ],
)
def test_an_address_without_its_scheme_is_a_foreign_link_too(text, host):
    assert routed(text) == ForeignLink(host)
