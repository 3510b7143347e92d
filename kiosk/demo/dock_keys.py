"""What the dock's window offers, as keys: cards, codes, papers, plugs, faults, texts, and fault stories to play."""

from __future__ import annotations

import asyncio
import shlex
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from devices.id_card.cards import load_persons
from kiosk.demo.dock_stage import DockStage
from kiosk.demo.tax_story import cut_code, newest
from kiosk.demo.world import DemoError
from kiosk.dock import DEVICES, Dock, DockError
from kiosk.fault_stories.acts import Move, act_of
from kiosk.fault_stories.player import PlayedWrong, Player
from kiosk.fault_stories.story import End, FaultStory, Moment, Shelf

FIRST_PERSONS = 8
STATE_WORDS = 4  # of a device's state, the first that tell how it is

Keys = tuple[tuple[str, str, str], ...]  # what is done (a line of the stories' language), label, English label
CODES: Keys = (
    ("paper-code", "刚打出来的证明", "code of the newest certificate"),
    ("camera show_text text=https://pay.example.com/login", "外面的网址", "a stranger's link"),
    ("camera show_text text=DEMO-TOKEN-0123456789abcdef", "一次性的码", "a one-time code"),
    ("camera clear", "拿开", "take it away"),
)
RECEIPTS: Keys = (
    ("receipt-printer run_out_of_paper", "没纸", "out of paper"),
    ("receipt-printer paper_low", "纸快没了", "paper low"),
    ("receipt-printer refill", "换纸", "new roll"),
    ("receipt-printer open_cover", "打开盖子", "open the cover"),
    ("receipt-printer close_cover", "合上盖子", "close it"),
    ("receipt-printer set_faults names=paper-out-mid", "打到一半没纸", "out half way"),
    ("receipt-printer set_faults names=proof-lost", "回话丢了", "replies lost"),
    ("receipt-printer set_faults names=", "恢复正常", "well again"),
)
DOCUMENTS: Keys = (
    ("document-printer run_out_of_paper", "没纸", "out of paper"),
    ("document-printer jam", "卡纸", "jam"),
    ("document-printer refill", "加纸、取出卡纸", "refill, clear"),
)
PAGES: Keys = (
    ("document-camera lay_page name=form", "放上一页材料", "lay a page"),
    ("document-camera take_page", "拿走", "take it away"),
)
CABINET: Keys = (
    ("ups cut_mains", "停电", "the power fails"),
    ("ups drain_battery percent=5", "电池快用完", "battery low"),
    ("ups restore_mains", "来电", "the power is back"),
    ("switch open_door", "打开柜门", "open the cabinet"),
    ("switch close_door", "关上柜门", "close it"),
)
FAULTS: Keys = (
    ("id-card set_faults names=slow-card", "读卡很慢", "slow card"),
    ("id-card set_faults names=silence", "读卡器不答话", "reader silent"),
    ("id-card set_faults names=", "读卡器恢复", "reader well"),
    ("camera set_faults names=frozen", "画面冻住", "camera frozen"),
    ("camera set_faults names=black", "画面全黑", "camera black"),
    ("camera set_faults names=", "摄像头恢复", "camera well"),
)
PLAYABLE = (*DEVICES, "department")


class DockKey(Struct, frozen=True):
    """One key: what `DockKeys.press` gets, and what stands on it."""

    id: str
    label: str
    english: str


class DockGroup(Struct, frozen=True):
    """Keys under one title."""

    title: str
    keys: tuple[DockKey, ...]


class DockKeys:
    """The keys of one running demo, and what each does; every press ends with a sentence."""

    def __init__(self, directory: Path, out: Path, shelf: Shelf) -> None:
        self._dock = Dock(directory)
        self._directory, self._out, self._shelf = directory, out, shelf
        self._playing: threading.Thread | None = None
        self._told = ""

    def groups(self) -> tuple[DockGroup, ...]:
        """Everything that can be done, as it stands on the board."""
        plugs: Keys = tuple(
            (f"{device} {verb}", f"{word}{name}", f"{verb} the {device}")
            for device, name in DEVICES.items()
            for verb, word in (("unplug", "拔掉"), ("plug", "插回"))
        )
        return (
            _group("身份证 · ID cards", (*_cards(), ("id-card pull_card", "拿走", "take it away"))),
            _group("扫码窗口 · Codes", CODES),
            _group("高拍仪 · Document camera", PAGES),
            _group("手机 · Telephone", (("phone", "看短信", "read the texts"),)),
            _group("小票机 · Receipt printer", RECEIPTS),
            _group("A4打印机 · A4 printer", DOCUMENTS),
            _group("电和柜门 · Power and door", CABINET),
            _group("插头 · Plugs", plugs),
            _group("毛病 · Faults", FAULTS),
            _group("故障剧本：您来办事，它来捣乱 · Fault stories: you are the citizen", tuple(_stories(self._shelf))),
        )

    def press(self, key: str) -> str:
        """Do what a key stands for; the sentence to show."""
        try:
            return self._pressed(key)
        except (DockError, DemoError) as error:
            return str(error)

    def state(self) -> tuple[str, ...]:
        """One line for each device, and what the story that plays says."""
        return (*(f"{DEVICES[each]} {each}: {self._device(each)}" for each in DEVICES), self._told)

    # --- what is done --------------------------------------------------------------------------------------------

    def _pressed(self, key: str) -> str:
        own: Mapping[str, Callable[[], str]] = {"phone": self._texts, "paper-code": self._show_paper_code}
        if key in own:
            return own[key]()
        if key.startswith("story "):
            return self._play(key.removeprefix("story "))
        act = act_of(key)
        assert isinstance(act, Move), "every other key moves a device"
        self._dock.tell(act.thing, act.do, **act.arguments)
        return f"好了。 Done: {key}"

    def _texts(self) -> str:
        texts = self._dock.texts()[-2:]
        return "　".join(f"{each.to}：{each.text}" for each in texts) or "还没有短信。 No text was sent yet."

    def _show_paper_code(self) -> str:
        code = cut_code(newest(self._out / "certificates", "*.pdf"), self._directory)
        self._dock.tell("camera", "show_code", file=str(code))
        return "证明上的码已经放在窗口前。 The certificate's code is held to the window."

    def _device(self, device: str) -> str:
        try:
            held = self._dock.tell(device, "state")
        except DockError as error:  # one device in trouble must not hide the others
            return str(error)
        return ", ".join(f"{name} {value}" for name, value in list(held.items())[:STATE_WORDS])

    # --- stories -------------------------------------------------------------------------------------------------

    def _play(self, name: str) -> str:
        if self._playing is not None and self._playing.is_alive():
            return "还有一个剧本在演。 Another story is still playing."
        story = self._shelf.stories[name]
        self._playing = threading.Thread(target=self._tell_story, args=(story,), daemon=True)
        self._playing.start()
        return f"{story.title_zh}。请在终端上照常办事。 {story.title_en}. Now be the citizen."

    def _tell_story(self, story: FaultStory) -> None:
        try:
            with closing(DockStage(self._directory, self._dock, self._tell)) as stage:
                asyncio.run(Player(stage, {story.way: {}}, self._moment).play(replace(story, end=End())))
            self._tell("剧本演完了。 The story is over.")
        except (PlayedWrong, DockError, DemoError) as error:
            self._tell(f"剧本停了：{error}。 The story stopped.")

    def _moment(self, moment: Moment) -> None:
        self._tell(f"{moment.zh}。 {moment.en}.")

    def _tell(self, sentence: str) -> None:
        self._told = sentence


def _group(title: str, keys: Keys) -> DockGroup:
    return DockGroup(title, tuple(DockKey(*each) for each in keys))


def _cards() -> Iterator[tuple[str, str, str]]:
    for person in load_persons()[:FIRST_PERSONS]:
        yield f"id-card insert_card name={shlex.quote(person.id)}", person.name or person.name_en, person.id


def _stories(shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    """Those in which only devices and departments move: what else dies, this hand can't reach."""
    for name, story in shelf.stories.items():
        moves = (act for moment in story.moments for act in moment.acts() if isinstance(act, Move))
        if story.stage == "any" and all(each.thing in PLAYABLE for each in moves):
            yield f"story {name}", story.title_zh, name
