"""Sets and signs: the one place where a demonstration paper comes from."""

from __future__ import annotations

from kiosk.documents.case_paper import CasePaper
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.documents.tax_certificate import TaxCertificate


class IssuingOffice:
    """A press and a signer."""

    def __init__(self, press: Press, signer: Signer) -> None:
        self._press, self._signer = press, signer

    def check(self, certificate: TaxCertificate) -> None:
        """DocumentRefused when this certificate must not be made."""
        self._press.check(certificate)

    def make(self, certificate: TaxCertificate) -> bytes:
        """The signed PDF; DocumentRefused, DocumentError."""
        return self._signer.sign(self._press.tax_certificate(certificate))

    def make_case_paper(self, paper: CasePaper) -> bytes:
        """The signed PDF of a paper on a case; DocumentRefused, DocumentError."""
        return self._signer.sign(self._press.case_paper(paper))
