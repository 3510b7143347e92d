"""Makes the A4 PDF of a certificate with typst: same certificate, same bytes."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import qrcode
import qrcode.image.svg
import typst

from kiosk.documents.case_paper import CasePaper, long_date
from kiosk.documents.errors import DocumentError, DocumentRefused
from kiosk.documents.fonts import Fonts
from kiosk.documents.tax_certificate import DRAWER, FORM, HOW_TO_VERIFY, REMARKS, TITLE, TaxCertificate

TEMPLATES = Path(__file__).parents[2] / "assets" / "documents"


class Press:
    """Sets papers in type. One at a time: the compiler keeps its fonts and is not shared between threads."""

    def __init__(self, fonts: Fonts, templates: Path = TEMPLATES) -> None:
        self._fonts = fonts
        self._templates = templates
        self._one_at_a_time = threading.Lock()
        self._compiler = typst.Compiler(root=templates, font_paths=[str(fonts.directory)], ignore_system_fonts=True)

    def check(self, certificate: TaxCertificate) -> None:
        """DocumentRefused when the sums disagree or a character could not be drawn."""
        certificate.check()
        if self._fonts.missing(certificate.texts()):
            raise DocumentRefused("missing_glyph")

    def tax_certificate(self, certificate: TaxCertificate) -> bytes:
        """The unsigned PDF of a certificate that passed `check`; DocumentRefused when it does not pass."""
        self.check(certificate)
        return self._set("tax_certificate", _as_data(certificate), certificate.issued_on)

    def case_paper(self, paper: CasePaper) -> bytes:
        """The unsigned PDF of a paper on a case; DocumentRefused when a character could not be drawn."""
        if self._fonts.missing(paper.texts()):
            raise DocumentRefused("missing_glyph")
        code = _code_svg(paper.payload) if paper.payload else ""
        return self._set("case_paper", {**paper.as_data(), "code_svg": code}, paper.issued_at[:10])

    def _set(self, template: str, data: Mapping[str, object], issued_on: str) -> bytes:
        inputs = {"paper": json.dumps(data, ensure_ascii=False)}
        issued = dt.datetime.fromisoformat(issued_on).replace(tzinfo=dt.UTC)
        try:
            with self._one_at_a_time:
                pdf = self._compiler.compile(
                    input=str(self._templates / f"{template}.typ"), format="pdf", sys_inputs=inputs, timestamp=issued
                )
        except typst.TypstError as error:
            raise DocumentError("typst could not set the paper") from error
        assert isinstance(pdf, bytes)
        return pdf


def _as_data(certificate: TaxCertificate) -> dict[str, object]:
    return {
        "title": TITLE,
        "form": FORM,
        "number": certificate.number,
        "issued_on": long_date(certificate.issued_on),
        "issuer": certificate.issuer,
        "taxpayer_number": certificate.taxpayer_number,
        "taxpayer_name": certificate.taxpayer_name,
        "rows": [entry.cells() for entry in certificate.entries],
        "total": f"{certificate.total:,.2f}",
        "total_words": certificate.total_words,
        "drawer": DRAWER,
        "remarks": REMARKS,
        "how_to_verify": HOW_TO_VERIFY,
        "code_svg": _code_svg(certificate.payload),
    }


def _code_svg(payload: str) -> str:
    """A QR code (ISO/IEC 18004, level M) as SVG; the paper's own white is the quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=1)
    code.add_data(payload)
    drawn = BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(drawn)
    return drawn.getvalue().decode()
