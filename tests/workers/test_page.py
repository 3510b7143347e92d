"""The document camera's thread, over the real driver and its emulator: pages in, one PDF out."""

from __future__ import annotations

import gc
import io
import queue
import sys
import time

import pytest
from PIL import Image
from pypdf import PdfReader

from devices.document_camera.desk_camera import open_desk_camera
from devices.document_camera.desk_scene import SCENES
from devices.document_camera.emulator import emulate_document_camera
from devices.document_camera.material import sm3_of
from kiosk.core.effects import JoinPages, TakePage, WatchPage
from kiosk.core.events import PagesJoined, PageTaken, PageTroubled
from kiosk.workers.page import SMALL_PX, PageWorker, joined

LONG_S = 20.0
SELDOM_S = 60.0


class Screen:
    """Where the preview would be drawn."""

    def __init__(self):
        self.shown = queue.Queue()

    def show(self, frame):
        self.shown.put(frame)

    def hide(self): ...


@pytest.fixture
def desk(tmp_path):
    emulated = emulate_document_camera(tmp_path)
    yield emulated
    emulated.close()


@pytest.fixture
def heard():
    return queue.Queue()


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def camera(desk, heard, screen):
    worker = PageWorker(open_desk_camera(desk.where), heard.put, SELDOM_S, viewer=screen)
    worker.start()
    yield worker
    worker.end()


def of(heard, *kinds):
    while True:
        what = heard.get(timeout=LONG_S)
        if isinstance(what, kinds):
            return what


def test_a_page_is_shown_then_taken(camera, desk, heard, screen):
    desk.lay_page(next(name for name, (sheet, _) in SCENES.items() if sheet is not None))
    camera.order(WatchPage("w1"))
    frame = screen.shown.get(timeout=LONG_S)
    assert (frame.ndim, frame.dtype.name) == (2, "uint8")
    camera.order(TakePage("t1"))
    taken = of(heard, PageTaken, PageTroubled)
    assert isinstance(taken, PageTaken), taken
    assert taken.request == "t1"
    small = Image.open(io.BytesIO(taken.small))
    assert small.format == "JPEG"
    assert small.width <= SMALL_PX


def test_an_empty_desk_is_said(camera, heard):
    camera.order(TakePage("t1"))
    assert of(heard, PageTaken, PageTroubled) == PageTroubled("t1", "no_page")


def test_a_camera_that_is_away_is_said_at_once(camera, desk, heard):
    desk.unplug()
    camera.order(WatchPage("w1"))
    assert of(heard, PageTroubled) == PageTroubled("w1", "camera_out_of_service")


def jpeg(colour: str, size: tuple[int, int] = (60, 80)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def test_pages_become_one_pdf_in_their_order_with_its_digest():
    pages = (jpeg("white"), jpeg("gray", (80, 60)))
    done = joined(JoinPages("j1", pages))
    assert isinstance(done, PagesJoined)
    assert (done.request, done.sm3) == ("j1", sm3_of(done.pdf))
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(done.pdf)).pages]
    assert [box.width < box.height for box in boxes] == [True, False]
    assert joined(JoinPages("j2", pages)).pdf == done.pdf


def test_nothing_of_the_pages_is_kept_once_the_camera_rests(camera, heard):
    page = jpeg("white")
    held = sys.getrefcount(page)
    camera.order(JoinPages("j1", (page,)))
    assert of(heard, PagesJoined).request == "j1"
    camera.order(None)
    until = time.monotonic() + LONG_S
    while sys.getrefcount(page) > held and time.monotonic() < until:
        time.sleep(0.02)
        gc.collect()  # a picture that was read holds itself
    assert sys.getrefcount(page) == held
