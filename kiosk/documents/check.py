"""Is a signed PDF the one its signer made? Asked before a paper goes to the printer."""

from __future__ import annotations

import logging
from datetime import datetime
from io import BytesIO
from typing import Literal

from msgspec import Struct
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

LARGEST_PDF = 8 * 1024 * 1024

# pyHanko logs a traceback for every chain it does not trust; here that is a value of the answer.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

State = Literal["intact", "damaged", "unsigned", "unreadable"]


class SignatureCheck(Struct, frozen=True):
    """`intact`: the last signature covers the whole file, and nothing that it covers was changed.

    `signer` is the common name of its certificate.

    `trusted` says that the signer's chain ends at the authority the caller named; without one it stays False.
    """

    state: State
    trusted: bool = False
    signer: str = ""
    pages: int = 0


def check_signature(pdf: bytes, authority: bytes | None = None, at: datetime | None = None) -> SignatureCheck:
    """Whether `pdf` is whole and as signed (ISO 32000-2, 12.8); never raises for what is in the file.

    `authority` is the certificate to trust (DER or PEM), `at` the moment to judge certificates by. Blocking,
    about 10 ms; not to be called on an event loop.
    """
    if len(pdf) > LARGEST_PDF:
        return SignatureCheck("unreadable")
    roots = list(load_certs_from_pemder_data(authority)) if authority else []
    try:
        return _checked(PdfFileReader(BytesIO(pdf)), ValidationContext(trust_roots=roots, moment=at))
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        # A damaged or hostile file makes a parser fail in ways it does not name; all of them mean: do not print.
        return SignatureCheck("damaged" if b"/ByteRange" in pdf else "unreadable")


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that we made ourselves."""
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _checked(reader: PdfFileReader, context: ValidationContext) -> SignatureCheck:
    if not reader.embedded_signatures:
        return SignatureCheck("unsigned")
    status = validate_pdf_signature(reader.embedded_signatures[-1], context)
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and whole):
        return SignatureCheck("damaged")
    return SignatureCheck(
        "intact",
        trusted=status.trusted,
        signer=status.signing_cert.subject.native["common_name"],
        pages=int(reader.root["/Pages"]["/Count"]),
    )
