"""Signs demonstration papers with a synthetic authority of our own, made at first start.

PAdES-style CMS signature (ISO 32000-2, 12.8) by pyHanko, ECDSA P-256 with SHA-256. This is no electronic seal in the
sense of GB/T 38540: a real paper arrives already sealed by its authority, and only `kiosk.documents.check` is used.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from kiosk.documents.errors import DocumentError

CA_CERTIFICATE = "ca-certificate.der"
CERTIFICATE = "signer-certificate.der"
KEY = "signer-key.der"
CA_NAME = "演示根证书 DEMO ROOT"
SIGNER_NAME = "税务电子签名（演示） DEMO SIGNER"
VALID_FOR = timedelta(days=3650)
REASON = "演示件，没有效力 Demonstration only"


class Signer:
    """Signs PDFs with the key and certificate in `directory`; DocumentError when they cannot be read or made."""

    def __init__(self, directory: Path, now: datetime) -> None:
        try:
            if not (directory / KEY).exists():
                _create(directory, now)
            self._signer = _load(directory)
        except (OSError, ValueError) as error:
            raise DocumentError(f"签名目录 {directory} 不能用。 The signer directory cannot be used.") from error

    def sign(self, pdf: bytes) -> bytes:
        """`pdf` with one signature over the whole document appended."""
        metadata = signers.PdfSignatureMetadata(field_name="DemoSignature", md_algorithm="sha256", reason=REASON)
        signed = BytesIO()
        signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=self._signer, output=signed)
        return signed.getvalue()


def _load(directory: Path) -> signers.SimpleSigner:
    loaded: signers.SimpleSigner | None = signers.SimpleSigner.load(  # type: ignore[no-untyped-call]  # pyHanko's gap
        key_file=str(directory / KEY),
        cert_file=str(directory / CERTIFICATE),
        ca_chain_files=(str(directory / CA_CERTIFICATE),),
    )
    if loaded is None:  # pyHanko logs the reason and answers None
        raise DocumentError(f"签名目录 {directory} 里的文件坏了。 The signer's files are damaged.")
    return loaded


def _create(directory: Path, now: datetime) -> None:
    """Make an authority and a signer. The authority's own key is not kept: it never signs a second time."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority_key, signer_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate(CA_NAME, CA_NAME, authority_key, authority_key, now)
    signer = _certificate(SIGNER_NAME, CA_NAME, signer_key, authority_key, now)
    _write_private(directory / CA_CERTIFICATE, authority.public_bytes(serialization.Encoding.DER))
    _write_private(directory / CERTIFICATE, signer.public_bytes(serialization.Encoding.DER))
    # Last, because its presence says that the set is complete.
    _write_private(directory / KEY, _private_bytes(signer_key))


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    is_authority = subject == issuer
    return (
        x509.CertificateBuilder(subject_name=_name(subject), issuer_name=_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _private_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_private(path: Path, content: bytes) -> None:
    """Write for the owner's eyes only, whole or not at all."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
