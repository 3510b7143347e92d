from __future__ import annotations

import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk.documents.fonts import Fonts
from kiosk.documents.press import Press
from kiosk.documents.signing import Signer
from kiosk.documents.tax_certificate import Entry, TaxCertificate

KINDS = (("契税", "存量房买卖"), ("车船税", "乘用车1.6升以上至2.0升（含）"), ("印花税", "产权转移书据"))


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts(Path(os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts"))


@pytest.fixture(scope="session")
def press(fonts: Fonts) -> Press:
    return Press(fonts)


@pytest.fixture(scope="session")
def signer_dir(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("signer") / "made"


@pytest.fixture(scope="session")
def signer(signer_dir: Path) -> Signer:
    return Signer(signer_dir, datetime.now(UTC))


@pytest.fixture(scope="session")
def certificate_of():
    def make(amounts: list[str], name: str = "张建国", total: str | None = None) -> TaxCertificate:
        entries = tuple(
            Entry(f"0000269999{row:08d}", *KINDS[row % 3], "2026-01-01", "2026-01-31", "2026-02-10", Decimal(amount))
            for row, amount in enumerate(amounts)
        )
        added = sum((entry.amount for entry in entries), Decimal(0))
        return TaxCertificate(
            number="YS2610000123",
            issued_on="2026-03-05",
            issuer="和安市税务局（演示）",
            taxpayer_number="110105195203189911",
            taxpayer_name=name,
            entries=entries,
            total=added if total is None else Decimal(total),
        )

    return make
