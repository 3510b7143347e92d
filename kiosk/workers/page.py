"""The thread of the document camera: shows what it sees, takes a page, binds pages into one PDF."""

from __future__ import annotations

import io
from collections.abc import Callable

from devices.code_scanner.picture_scanner import Viewer
from devices.contract import DeviceError, DocumentCamera, PageCaptured
from kiosk.core.effects import JoinPages, TakePage, WatchPage
from kiosk.core.events import PagesJoined, PageTaken, PageTroubled
from kiosk.workers.watcher import Post, Watcher, untraced

TAKE_S = 12.0  # a sheet must lie still for two pictures, and whoever lays it has old hands
GLANCE_S = 0.1  # between two pictures for the screen
SMALL_PX = 400
SMALL_QUALITY = 70

PageOrder = WatchPage | TakePage | JoinPages


class PageWorker(Watcher):
    """Photographs for the newest order: a `WatchPage` lasts until another comes, the others are done once."""

    def __init__(
        self,
        camera: DocumentCamera,
        post: Post,
        every_s: float,
        *,
        viewer: Viewer | None = None,
        trace: Callable[[], str] = untraced,
    ) -> None:
        super().__init__("page", camera, post, every_s, trace=trace)
        self._camera = camera
        self._viewer = viewer
        self._order: PageOrder | None = None  # written by the loop's thread only
        self._served: PageOrder | None = None  # written by this thread only

    def order(self, order: PageOrder | None) -> None:
        """What is wanted from now on; None rests."""
        self._order = order
        self.wake()

    def run(self) -> None:
        """Work until the end."""
        while not self._ending.is_set():
            order = self._order
            if order is None:
                self._served = None  # the pages that were bound belong to a citizen who may have left
            if order is None or order is self._served:
                self.look()
                self.rest(self.pause_s())
            elif isinstance(order, JoinPages):
                self._served = order
                self._post(joined(order))
            else:
                self._photograph(order)

    def _photograph(self, order: WatchPage | TakePage) -> None:
        self.look_unless_well()
        if self.given_up or not self.within_reach:
            self._trouble(order)
        elif isinstance(order, TakePage):
            self._served = order
            self._post(self._taken(order))
        else:
            self._watch(order)

    def _taken(self, order: TakePage) -> PageTaken | PageTroubled:
        try:
            page = self._camera.capture(TAKE_S)
        except DeviceError:
            self.look()
            return PageTroubled(order.request, "camera_out_of_service")
        if page.trouble is not None:
            return PageTroubled(order.request, page.trouble)
        return PageTaken(order.request, page.jpeg, small_of(page.jpeg))

    def _watch(self, order: WatchPage) -> None:
        """One picture for the screen; the loop comes back for the next as long as the order stands."""
        try:
            picture = self._camera.glance()
        except DeviceError:
            self.look()
            self._trouble(order)
            return
        if picture is not None and self._viewer is not None and self._order is order:
            self._viewer.show(picture)
        self.rest(GLANCE_S)

    def _trouble(self, order: WatchPage | TakePage) -> None:
        self._served = order
        if self._viewer is not None:
            self._viewer.hide()
        self._post(PageTroubled(order.request, "camera_out_of_service"))


def joined(order: JoinPages) -> PagesJoined:
    """The pages bound, and told under their request."""
    from devices.document_camera.material import bound  # noqa: PLC0415 - brings pypdf: only when needed

    material = bound([_captured(each) for each in order.pages])
    return PagesJoined(order.request, material.pdf, material.sm3)


def small_of(jpeg: bytes) -> bytes:
    """The page as a JPEG of at most `SMALL_PX` wide, for a face."""
    from PIL import Image  # noqa: PLC0415 - only when a page is taken

    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as page:
        page.thumbnail((SMALL_PX, SMALL_PX * 3 // 2))
        page.convert("RGB").save(out, "JPEG", quality=SMALL_QUALITY)
    return out.getvalue()


def _captured(jpeg: bytes) -> PageCaptured:
    from PIL import Image  # noqa: PLC0415 - only when pages are bound

    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as page:
        return PageCaptured(jpeg, None, page.width, page.height)
