"""A signed paper is intact until one covered byte changes; poppler's pdfsig is the second opinion."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.documents.check import LARGEST_PDF, SignatureCheck, check_signature
from kiosk.documents.errors import DocumentError
from kiosk.documents.signing import CA_CERTIFICATE, KEY, SIGNER_NAME, Signer


@pytest.fixture(scope="module")
def unsigned(press, certificate_of) -> bytes:
    return press.tax_certificate(certificate_of(["18600.00"]))


@pytest.fixture(scope="module")
def signed(signer: Signer, unsigned: bytes) -> bytes:
    return signer.sign(unsigned)


def pdfsig(pdf: bytes, path: Path) -> str:
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


def gap_of(pdf: bytes) -> range:
    """Where the signature itself lies; no signature can cover these bytes."""
    start = pdf.rindex(b"/Contents <") + len(b"/Contents <")
    return range(start, pdf.index(b">", start))


def test_pdfsig_calls_the_signature_valid(signed: bytes, tmp_path: Path):
    said = pdfsig(signed, tmp_path / "paper.pdf")
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "演示" in said


def test_pdfsig_sees_one_flipped_byte(signed: bytes, tmp_path: Path):
    assert "Signature is Valid" not in pdfsig(flipped(signed, len(signed) // 2), tmp_path / "paper.pdf")


def flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_the_terminal_finds_it_intact_and_trusts_its_authority(signed: bytes, signer_dir: Path):
    authority = (signer_dir / CA_CERTIFICATE).read_bytes()
    assert check_signature(signed, authority) == SignatureCheck("intact", trusted=True, signer=SIGNER_NAME, pages=1)


def test_without_an_authority_nothing_is_trusted(signed: bytes):
    assert check_signature(signed) == SignatureCheck("intact", trusted=False, signer=SIGNER_NAME, pages=1)


def test_another_authority_is_not_ours(signed: bytes, tmp_path: Path):
    Signer(tmp_path / "other", datetime.now(UTC))
    check = check_signature(signed, (tmp_path / "other" / CA_CERTIFICATE).read_bytes())
    assert (check.state, check.trusted) == ("intact", False)


def test_any_changed_byte_is_damage(signed: bytes):
    gap = gap_of(signed)
    places = [place for place in range(7, len(signed), 1999) if place not in gap]
    assert len(places) > 20
    assert {check_signature(flipped(signed, place)).state for place in places} == {"damaged"}


def test_an_appended_byte_is_damage(signed: bytes):
    assert check_signature(signed + b"\n%x").state == "damaged"


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"junk" * 100, b"\x00" * 64])
def test_junk_is_unreadable(junk: bytes):
    assert check_signature(junk).state == "unreadable"


def test_half_a_paper_is_never_intact(signed: bytes):
    states = {check_signature(signed[:length]).state for length in range(0, len(signed) - 1, 4801)}
    assert "intact" not in states


def test_a_plain_paper_is_unsigned(unsigned: bytes):
    assert check_signature(unsigned).state == "unsigned"


def test_a_huge_file_is_not_even_read():
    assert check_signature(b"0" * (LARGEST_PDF + 1)).state == "unreadable"


def test_the_key_is_for_its_owner_and_stays(signer_dir: Path, signer: Signer):
    before = (signer_dir / KEY).read_bytes()
    assert (signer_dir / KEY).stat().st_mode & 0o777 == 0o600
    Signer(signer_dir, datetime.now(UTC))
    assert (signer_dir / KEY).read_bytes() == before


def test_a_damaged_key_is_one_sentence(tmp_path: Path):
    Signer(tmp_path / "made", datetime.now(UTC))
    (tmp_path / "made" / KEY).write_bytes(b"no key")
    with pytest.raises(DocumentError):
        Signer(tmp_path / "made", datetime.now(UTC))


def test_an_unwritable_directory_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DocumentError):
        Signer(tmp_path / "file" / "made", datetime.now(UTC))
