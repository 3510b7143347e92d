"""The paper says what it must: read back with poppler, not with the library that made it."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import cv2
import pytest
import zxingcpp

from kiosk.documents.check import page_count
from kiosk.documents.errors import DocumentRefused, FontMissing
from kiosk.documents.fonts import Fonts
from kiosk.documents.press import Press


def text_of(pdf: bytes, *options: str) -> str:
    ran = subprocess.run(["pdftotext", "-layout", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return ran.stdout.decode()


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_field_of_the_form_is_on_the_paper(press, certificate_of):
    certificate = certificate_of(["18600.00", "420.00", "310.50"])
    text = text_of(press.tax_certificate(certificate))
    for words in (
        "（表格式）",
        "No. YS2610000123",
        "2026 年 3 月 5 日",
        "和安市税务局（演示）",
        "110105195203189911",
        "张建国",
        "19,330.50",
        "演示件，不加盖印章",
        "请妥善保管",
    ):
        assert words in text
    assert "税收完税证明" in squeezed(text)
    assert "壹万玖仟叁佰叁拾元零伍角" in text
    for row, amount in enumerate(("18,600.00", "420.00", "310.50")):
        line = next(line for line in text.splitlines() if f"0000269999{row:08d}" in line)
        assert amount in line
        assert "2026-02-10" in line


def test_one_page_says_one_of_one(press, certificate_of):
    text = text_of(press.tax_certificate(certificate_of(["1.00"])))
    assert "第1页共1页" in squeezed(text)
    assert "续页" not in text


def test_forty_rows_continue_with_number_and_page(press, certificate_of):
    pdf = press.tax_certificate(certificate_of(["12.34"] * 40))
    pages = page_count(pdf)
    assert pages >= 2
    for page in range(1, pages + 1):
        text = text_of(pdf, "-f", str(page), "-l", str(page))
        assert "YS2610000123" in text
        assert f"第{page}页共{pages}页" in squeezed(text)
        assert ("（续页）" in text) == (page > 1)
    whole = text_of(pdf)
    assert all(f"0000269999{row:08d}" in whole for row in range(40))
    assert "493.60" in whole
    assert "肆佰玖拾叁元陆角" in whole


def test_a_refund_is_negative_in_figures_and_words(press, certificate_of):
    text = text_of(press.tax_certificate(certificate_of(["-25.50"])))
    assert "-25.50" in text
    assert "负贰拾伍元伍角" in text


def test_a_name_is_data_and_never_markup(press, certificate_of):
    name = "严䶮𠮷#panic()*a*$x$"
    assert name in squeezed(text_of(press.tax_certificate(certificate_of(["1.00"], name=name))))


def test_a_name_that_the_fonts_cannot_draw_is_refused_before(press, certificate_of):
    with pytest.raises(DocumentRefused) as refused:
        press.tax_certificate(certificate_of(["1.00"], name="张\U000323af"))
    assert refused.value.reason == "missing_glyph"
    assert "张" not in str(refused.value)


def test_a_total_that_does_not_add_up_is_refused(press, certificate_of):
    with pytest.raises(DocumentRefused) as refused:
        press.tax_certificate(certificate_of(["0.10", "0.20"], total="0.31"))
    assert refused.value.reason == "total_mismatch"
    press.check(certificate_of(["0.10", "0.20"], total="0.3"))


def test_a_paper_without_rows_is_refused(press, certificate_of):
    with pytest.raises(DocumentRefused) as refused:
        press.check(certificate_of([]))
    assert refused.value.reason == "no_rows"


def test_the_same_certificate_gives_the_same_bytes(fonts, press, certificate_of):
    certificate = certificate_of(["18600.00"])
    assert press.tax_certificate(certificate) == Press(fonts).tax_certificate(certificate)


def test_the_printed_code_is_the_verification_payload(tmp_path: Path, press, certificate_of):
    certificate = certificate_of(["18600.00", "-0.50"])
    pdf = press.tax_certificate(certificate)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "-", str(tmp_path / "page")], input=pdf, check=True)
    found = zxingcpp.read_barcodes(cv2.imread(str(tmp_path / "page.png")))
    assert [each.text for each in found] == ["KIOSK-DEMO:TAX:YS2610000123:20260305:18599.50"]
    assert certificate.payload == found[0].text


def test_demonstration_stands_across_every_page(press, certificate_of):
    pdf = press.tax_certificate(certificate_of(["12.34"] * 40))
    for page in range(1, page_count(pdf) + 1):
        plain = text_of(pdf, "-f", str(page), "-l", str(page))
        assert "演" in plain
        assert "演示件没有效力" in squeezed(plain)


def test_fonts_are_embedded(tmp_path: Path, press, certificate_of):
    path = tmp_path / "paper.pdf"
    path.write_bytes(press.tax_certificate(certificate_of(["1.00"])))
    listed = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert listed
    assert all("NotoSansCJK" in line and line.split()[-5] == "yes" for line in listed)


def test_a_missing_font_names_the_remedy(tmp_path: Path):
    with pytest.raises(FontMissing, match="script/bootstrap"):
        Fonts(tmp_path)


def test_a_certificate_never_shows_the_person(certificate_of):
    certificate = certificate_of(["18600.00"])
    assert "张建国" not in repr(certificate)
    assert certificate.total == Decimal("18600.00")
