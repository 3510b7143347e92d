"""A one-time code on a phone is never written down: shown where it does not belong, it is refused and forgotten."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.fault_stories.evidence import traces
from tests.fault_stories.street_stage import texts_of
from tests.journeys.street import Street, open_street

# made up, in the alphabets of medical-insurance, social-security and network-identity codes
CODES = (
    "3400000000000000012345678901",
    "c29jaWFsLXNlY3VyaXR5+DEMO/0123456789abcdefghij+KLMNOP==",
    "eyJkZW1vIjoxfQ.bm90LWEtcmVhbC1jb2RlLTAwMDE.a1B2~c3_D4-e5F6g7H8i9J0",
)


async def show_all(folder: Path) -> tuple[str, ...]:
    """Show each at the scanning page; the files in which one stands afterwards."""
    async with open_street(folder) as street:
        glass = street.glass
        await glass.wait_for("welcome")
        await glass.touch("start", "home")
        await glass.touch("matter:VER-TAX", "VER-TAX/form-1-1")
        await glass.touch("pick:way:scan", "VER-TAX/scan")
        for number, code in enumerate(CODES):
            # a link between two of them, so that each is seen to be read
            await refused(street, f"https://pay.example.com/{number}", "scan.foreign_link")
            await refused(street, code, "scan.not_this_code")
            assert code not in repr(street.terminal.session)
        await street.leave()
        return await asyncio.to_thread(found_in, folder)


def found_in(folder: Path) -> tuple[str, ...]:
    files = [each for each in folder.rglob("*") if each.is_file()]
    return traces(files, tuple(code.encode() for code in CODES))


async def refused(street: Street, code: str, why: str) -> None:
    said = street.words(why).replace("\n", "")
    street.camera.show_text(code)
    await street.glass.wait_until(lambda: said in "".join(texts_of(street.glass.face)), said)
    street.camera.clear()
    assert street.glass.page == "VER-TAX/scan"


def test_nothing_of_a_one_time_code_is_written_down(
    tmp_path_factory: pytest.TempPathFactory, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(0)
    assert asyncio.run(show_all(tmp_path_factory.mktemp("c"))) == ()
    told = "".join(capfd.readouterr()) + caplog.text
    assert not [code for code in CODES if code in told]
