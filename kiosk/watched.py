"""Tasks whose failure is our own mistake: told to the loop at once, where the terminal ends itself."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


def watched(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    """Run `work` beside us; an exception in it reaches the loop's exception handler as soon as it ends."""
    task = asyncio.get_running_loop().create_task(work)
    task.add_done_callback(_tell)
    return task


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "a task failed", "exception": error})
