"""What a scanned code is: bytes from a stranger's phone or paper, sorted into one of a few frozen values.

Nothing is opened, followed or believed here; only the service that issued a certificate says whether it is good.

Two forms are public: the identifier of an electronic licence (电子证照标识, GB/T 36904-2018) and a web address. What
the tax and maritime authorities put into their codes is not known to us, so these forms of our own stand in for them
until it is, and `OwnReceipt` and `HandOverCode` are ours for good:

- tax certificate: ``KIOSK-DEMO:TAX:<number>:<YYYYMMDD>:<amount>``
- maritime certificate: ``KIOSK-DEMO:DOC:<certificate number>``
- our receipt: ``KIOSK:CASE:<case number>``
- a draft from a phone: ``KIOSK:GO:<one-time code>``

A one-time code on a phone (医保电子凭证, 电子社保卡, 网络身份凭证, 亮证码) has no published form either, and looking
into one is not our business: whatever is 16 to 512 characters of an alphabet in which such codes travel (digits,
Base64 of RFC 4648 sections 4 and 5, the unreserved ones of RFC 3986) and is nothing else counts as one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.core.validators import code_text, licence_identifier_fault, tax_certificate_number

LONGEST_BYTES = 1024  # every form we know ends far below; a QR code can hold 2953

LICENCE_ARC = "1.2.156.3005."
LICENCE_ROOT = f"{LICENCE_ARC}2."
_TAX = re.compile(r"KIOSK-DEMO:TAX:(?P<number>[^:\s]{8,30}):(?P<day>[0-9]{8}):(?P<amount>-?[0-9]{1,12}\.[0-9]{2})")
_MARITIME = re.compile(r"KIOSK-DEMO:DOC:(?P<cert_no>[0-9A-Z/()\-]{4,40})")
_CASE = re.compile(r"KIOSK:CASE:(?P<case_number>[0-9A-Z\-]{4,40})")
HAND_OVER = "KIOSK:GO:"
_GO = re.compile(rf"{HAND_OVER}(?P<code>[A-Za-z0-9_\-]{{1,128}})")
_LINK = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
# No user name, no port but https's own: "https://good.example@evil.example" and "https://evil.example\@good.example"
# are read differently by different programs, so they are nobody's allowed host.
_PLAIN_HOST = re.compile(r"(?P<host>[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?)\.?(?::443)?", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.{16,512}$)(?:[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9._~\-]+={0,2})")
# An address as people write it: nobody's token, and not to be taken for a malformed identifier either.
_BARE_ADDRESS = re.compile(r"(?P<host>(?:[a-z0-9\-]+\.)+[a-z]{2,6})(?::[0-9]+)?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)


class _Quiet(Struct, frozen=True):
    """What a code says is the citizen's business: the repr shows the kind and nothing else."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class TaxCertificateCode(_Quiet, frozen=True):
    """The three values a tax certificate is compared by: `issued_on` YYYY-MM-DD, `amount` a decimal string in 元."""

    number: str
    issued_on: str
    amount: str


class LicenceIdentifier(_Quiet, frozen=True):
    """An electronic licence's identifier (GB/T 36904-2018), normalised in `identifier`, as it came in `raw`.

    `check_ok` False means that the code is malformed (misprinted, mistyped); it never means that a licence is forged.
    """

    raw: str
    identifier: str
    type_code: str
    issuer_code: str
    serial: str
    version: str
    check_ok: bool


class MaritimeCode(_Quiet, frozen=True):
    """The number of a Document of Compliance or a Safety Management Certificate."""

    cert_no: str


class OwnReceipt(_Quiet, frozen=True):
    """One of our own receipts."""

    case_number: str


class HandOverCode(_Quiet, frozen=True):
    """A one-time code under which a phone keeps a draft; its letters are kept as they are."""

    code: str


class OpaqueToken(_Quiet, frozen=True):
    """A one-time code that only its issuer can resolve: passed on as it is, never taken apart."""

    token: str


class AllowedLink(_Quiet, frozen=True):
    """A web address of a configured host: input for that authority's service as it stands, never opened here.

    `path` and `query` are still percent-encoded: only the service knows in which character set.
    """

    host: str
    path: str
    query: str


class ForeignLink(_Quiet, frozen=True):
    """A web address of anybody else; never opened, never sent anywhere. `host` is empty when it cannot be told."""

    host: str


class Unrecognised(Struct, frozen=True):
    """None of our forms, with the reason."""

    reason: Literal["too_long", "control_bytes", "no_known_form"]


Payload = (
    TaxCertificateCode
    | LicenceIdentifier
    | MaritimeCode
    | OwnReceipt
    | HandOverCode
    | OpaqueToken
    | AllowedLink
    | ForeignLink
    | Unrecognised
)


def route_payload(payload: bytes, text: str | None, allowed_hosts: Collection[str]) -> Payload:
    """Sort one scanned code; any bytes have an answer and none raises.

    `text` is the payload's text where the scanner is sure of it. `allowed_hosts` holds names (``www.example.gov.cn``)
    and suffixes (``*.example.gov.cn``: every name below, not the name itself).
    """
    if len(payload) > LONGEST_BYTES:
        return Unrecognised("too_long")
    if _has_control_bytes(payload):
        return Unrecognised("control_bytes")
    if text is None:
        return Unrecognised("no_known_form")
    return _identifier(text) or _link(text.strip(), allowed_hosts) or _token(text.strip())


def host_allowed(host: str, allowed_hosts: Collection[str]) -> bool:
    """Whether `host` (lower case) is one of the configured names or below one of the configured suffixes."""
    return any(
        host.endswith(allowed[1:].lower()) if allowed.startswith("*.") else host == allowed.lower()
        for allowed in allowed_hosts
    )


def _has_control_bytes(payload: bytes) -> bool:
    return any((byte < 0x20 and byte not in b"\t\n\r") or byte == 0x7F for byte in payload)


def _identifier(text: str) -> LicenceIdentifier | TaxCertificateCode | MaritimeCode | OwnReceipt | HandOverCode | None:
    plain = code_text(text)
    if (fault := licence_identifier_fault(plain)) != "form":
        type_code, issuer_code, serial, version, _ = plain.removeprefix(LICENCE_ROOT).split(".")
        return LicenceIdentifier(text, plain, type_code, issuer_code, serial, version, check_ok=fault is None)
    if found := _TAX.fullmatch(plain):
        return _tax(found)
    if found := _MARITIME.fullmatch(plain):
        return MaritimeCode(found["cert_no"])
    if found := _CASE.fullmatch(plain):
        return OwnReceipt(found["case_number"])
    if found := _GO.fullmatch(text.strip()):
        return HandOverCode(found["code"])
    return None


def _tax(found: re.Match[str]) -> TaxCertificateCode | None:
    day = found["day"]
    try:
        issued_on = date(int(day[:4]), int(day[4:6]), int(day[6:])).isoformat()
    except ValueError:
        return None
    return TaxCertificateCode(tax_certificate_number(found["number"]), issued_on, found["amount"])


def _link(text: str, allowed_hosts: Collection[str]) -> AllowedLink | ForeignLink | None:
    if not _LINK.match(text):
        bare = _BARE_ADDRESS.fullmatch(text)
        return None if bare is None else ForeignLink(bare["host"].lower())
    try:
        address = urlsplit(text)
    except ValueError:
        return ForeignLink("")
    plain = _PLAIN_HOST.fullmatch(address.netloc)
    if plain is None or len(text.split()) > 1:  # urlsplit drops line breaks and tabs, others stop at them
        return ForeignLink("")
    host = plain["host"].lower()
    if address.scheme in ("https", "http") and host_allowed(host, allowed_hosts):
        return AllowedLink(host, address.path, address.query)
    return ForeignLink(host)


def _token(text: str) -> OpaqueToken | Unrecognised:
    """A misprinted licence identifier is no token, though its characters could be."""
    taken = _TOKEN.fullmatch(text) and not text.startswith(LICENCE_ARC)
    return OpaqueToken(text) if taken else Unrecognised("no_known_form")
