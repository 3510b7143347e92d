from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.documents.signing import Signer
from tests.matter_stories.fixed_gateway import FixedGateway


@pytest.fixture(scope="session")
def signer_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("signer") / "made"
    Signer(folder, datetime.now(UTC))
    return folder


@pytest.fixture
def gateway(tmp_path: Path, signer_folder: Path) -> Iterator[FixedGateway]:
    fonts = Path(os.environ.get("KIOSK_FONTS") or Path.home() / ".cache" / "kiosk" / "fonts")
    served = FixedGateway(tmp_path, signer_folder, fonts)
    served.start()
    yield served
    served.stop()
