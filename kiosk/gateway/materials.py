"""The materials of a case: that each is what it says, and that none which the matter asks for is missing."""

from __future__ import annotations

import io
from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SM3, Hash
from msgspec import Struct
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from kiosk.core.matters import Material as Asked
from kiosk.core.matters import Matter
from kiosk.core.questions import GivenMaterial, Submit
from kiosk.core.stops import holds
from kiosk.gateway.admission import answers_of
from kiosk.gateway.departments.case_contract import Material
from kiosk.gateway.errors import RequestMalformed, RequestRefused

_PDF_BEGINS = b"%PDF-"  # ISO 32000-1, 7.5.2
# pypdf lets what Python says of a broken structure through as it is.
_BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError,
)  # fmt: skip

# Whether a trace is of an answer that this very visit got from that look-up.
IsShared = Callable[[str, str], bool]


class Judge(Struct, frozen=True):
    """What `given` material is judged by."""

    matter: Matter
    is_shared: IsShared

    def whole(self, asked: Submit, today: str) -> tuple[Material, ...]:
        """The materials of a case; RequestRefused when one that is needed is missing or cannot be used."""
        answers = answers_of(asked.parties, asked.values, today)
        given = {each.id for each in asked.materials}
        for material in self.matter.materials:
            needed = material.required and material.form != "self_made" and holds(material.when, answers)
            if needed and material.id not in given:
                raise RequestRefused("material_missing")
        if len(given) != len(asked.materials):
            raise RequestMalformed("a material comes twice")
        return tuple(self._to_bring(each) if each.to_bring else self.one(each) for each in asked.materials)

    def _to_bring(self, given: GivenMaterial) -> Material:
        """A case may be received without it, where the matter lets it be brought to a window."""
        asked = self.matter.material(given.id)
        if not asked.can_bring or asked.form == "self_made" or given.pdf or given.share_trace is not None:
            raise RequestMalformed("nobody may bring this material, or it is here")
        return Material(given.id, None)

    def one(self, given: GivenMaterial) -> Material:
        """One material as a department gets it."""
        asked = self.matter.material(given.id)
        match given.trust:
            case "A":
                self._check_shared(asked, given)
            case "C":
                _check_photographed(asked, given)
            case "D" if asked.can_commit or asked.form == "self_made":
                pass
            case _:
                raise RequestMalformed("nobody may give this material this way")
        return Material(given.id, given.trust, given.pages, given.sm3, given.pdf)

    def _check_shared(self, asked: Asked, given: GivenMaterial) -> None:
        if asked.share is None or given.share_trace is None:
            raise RequestMalformed("a shared material without its share")
        if not self.is_shared(asked.share, given.share_trace):
            raise RequestRefused("share_missing")


def sm3_of(data: bytes) -> str:
    """The SM3 digest (GB/T 32905) in lower-case hex."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def _check_photographed(asked: Asked, given: GivenMaterial) -> None:
    if not asked.can_photograph:
        raise RequestMalformed("this material is not photographed")
    if sm3_of(given.pdf) != given.sm3:
        raise RequestMalformed("the material was changed on its way")
    pages = _pages(given.pdf)
    if pages != given.pages:
        raise RequestMalformed("not as many pages as said")
    if pages > asked.pages_most:
        raise RequestRefused("material_too_long")


def _pages(pdf: bytes) -> int:
    """How many pages; RequestRefused when nobody could open it."""
    if not pdf.startswith(_PDF_BEGINS):
        raise RequestRefused("material_unreadable")
    try:
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except _BROKEN as error:
        raise RequestRefused("material_unreadable") from error
    if not pages:
        raise RequestRefused("material_unreadable")
    return pages
