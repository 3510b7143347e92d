"""Every page of every matter, in both languages and all three text sizes, has nothing wrong with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.screen, pytest.mark.timeout(1800)]
LEAST_PAGES = 9_000  # fewer would mean that the walks no longer reach what they did


def test_the_audit_of_every_page_is_clean():
    # measured without coverage, which would double the time; the audit's own tests are measured
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "gallery", "--audit"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (0, []), done.stderr
    count = re.search(r"([0-9]+) pages, 0 violations", done.stdout)
    assert count is not None
    assert int(count[1]) > LEAST_PAGES
