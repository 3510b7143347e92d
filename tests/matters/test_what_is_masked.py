"""An account is shown by its end only, in every matter that shows one."""

from __future__ import annotations

from kiosk.catalogue import read_catalogue
from kiosk.settings import Settings

SETTINGS = Settings()
MATTERS = read_catalogue(SETTINGS.assets, SETTINGS.centre()).matters.values()


def test_what_is_prefilled_with_an_account_is_one():
    fields = {f"{each.id} {field.id}": field for each in MATTERS for field in each.fields}
    accounts = {name: each for name, each in fields.items() if (each.prefill or "").endswith(".account")}
    assert accounts
    assert [name for name, each in accounts.items() if each.type != "account"] == []
