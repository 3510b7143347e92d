"""The only list of drivers: its names, and that the settings' own choice is in it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from devices import catalog
from devices.catalog import CARD_READERS, ENTRIES, named
from devices.faults import faults
from kiosk.core.conditions import Device
from kiosk.fittings import fittings
from kiosk.settings import Devices, SettingsError


def test_a_name_leads_to_one_row():
    assert len({(each.kind, each.name) for each in ENTRIES}) == len(ENTRIES)
    assert named(CARD_READERS, "sdt").kind is Device.ID_CARD_READER
    with pytest.raises(KeyError):
        named(CARD_READERS, "no such driver")


def test_every_kind_of_row_has_faults_to_tell():
    assert [each.name for each in ENTRIES if not faults()[each.kind]] == []


def test_the_list_loads_no_driver():
    loaded = "import sys, devices.catalog; print(*(m for m in sys.modules if m.startswith('devices.') or m == 'numpy'))"
    output = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert set(output) == {"devices.catalog", "devices.contract"}


def test_the_drivers_that_the_settings_name_by_themselves_are_there():
    everything = Devices(document_camera="a", social_card_reader="b", speaker="c", power="d", cabinet="e")
    fitted = fittings(everything)
    assert {each.entry.kind for each in fitted.all()} == set(Device)
    assert [each.entry.kind for each in fittings(Devices()).all()] == list(Device)[:4]


@pytest.mark.parametrize("name", [each for each in Devices.__struct_fields__ if each.endswith("_driver")])
def test_a_driver_that_is_not_there_is_a_mistake_of_the_settings(name):
    place = {"speaker_driver": "speaker", "power_driver": "power", "cabinet_driver": "cabinet"}.get(name)
    place = place or {"social_card_driver": "social_card_reader"}.get(name) or name.removesuffix("_driver")
    wrong = {name: "sesame"} | ({place: "x"} if place in Devices.__struct_fields__ else {})
    with pytest.raises(SettingsError, match="没有驱动 sesame"):
        fittings(Devices(**wrong))


def test_each_kind_keeps_its_rows_apart():
    tables = [value for name, value in vars(catalog).items() if name.isupper() and name != "ENTRIES"]
    assert [each for table in tables for each in table] == list(ENTRIES)
    assert all(len({each.kind for each in table}) <= 1 for table in tables)
