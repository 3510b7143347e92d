"""The 办事指南 before a matter is begun: read in pages, printed whole, and the key to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import east_asian_width

from msgspec.structs import replace

from kiosk.core.case_bodies import Guide
from kiosk.core.conditions import Device, Outcome
from kiosk.core.effects import PrintReceipt
from kiosk.core.events import Happened, PaperSettled
from kiosk.core.face_parts import Button, Row, TextSize
from kiosk.core.flow import begin
from kiosk.core.guide_text import Block, bring_lines, guide_blocks, material_lines
from kiosk.core.kinds.kind import PageKind
from kiosk.core.kinds.paging import page_text, turn_page, turned
from kiosk.core.matters import Catalogue, Matter
from kiosk.core.pages import AtGuide, Page
from kiosk.core.papers import foot
from kiosk.core.receipts import Line, Pair, Receipt, Rule, Text, Title
from kiosk.core.session import Session
from kiosk.core.turn import Turn
from kiosk.core.view import Parts, View
from kiosk.core.words import Words

LINES: dict[TextSize, int] = {"standard": 11, "large": 9, "xlarge": 7}
CHARACTERS: dict[TextSize, int] = {"standard": 22, "large": 18, "xlarge": 15}
PRINTED = {Outcome.PRINTED: "printed", Outcome.FAILED: "failed", Outcome.UNKNOWN: "unknown"}
READ = 4  # blocks of a printed guide that are to be read: name, what to bring, how much, how long


def offered(catalogue: Catalogue, today: str) -> tuple[Matter, ...]:
    """The matters of today, in the order of the home page: those that are not yet open, or no more, are not shown."""
    return tuple(each for each in catalogue.matters.values() if each.is_offered(today))


def may_begin(catalogue: Catalogue, session: Session, matter: str, today: str) -> bool:
    """Whether a matter can be begun now: without room on the disk, or power to finish it, nothing that makes a case."""
    power = session.conditions.get(Device.POWER)
    lasting = session.roomy and (power is None or power.fault != "battery_low")
    return any(each.id == matter and (lasting or each.reach == "R3") for each in offered(catalogue, today))


# --- pages -------------------------------------------------------------------------------------------------------


def guide_pages(blocks: tuple[Block, ...], text_size: TextSize) -> tuple[tuple[Block, ...], ...]:
    """The blocks on pages of one text size; one that goes on overleaf has its heading there again."""
    room, pages = 0, list[list[Block]]()
    for heading, line in ((heading, line) for heading, lines in blocks for line in lines):
        rows = _rows(line, text_size)
        if not pages or rows + (pages[-1][-1][0] != heading) > room:
            pages.append([])
            room = LINES[text_size]
        page = pages[-1]
        if page and page[-1][0] == heading:
            page[-1] = (heading, (*page[-1][1], line))
        else:
            page.append((heading, (line,)))
            room -= 1
        room -= rows
    return tuple(tuple(page) for page in pages)


def _rows(line: str, text_size: TextSize) -> int:
    """On how many rows a line is drawn; a letter is half as wide as a Han character."""
    halves = sum(2 if east_asian_width(each) in "WFA" else 1 for each in line)
    return max(1, -(-halves // (2 * CHARACTERS[text_size])))


# --- touches and the printer's word ------------------------------------------------------------------------------


def _pages_of(catalogue: Catalogue, session: Session, matter: str) -> tuple[tuple[Block, ...], ...]:
    blocks = guide_blocks(catalogue, catalogue.matters[matter], session.language)
    return guide_pages(blocks, session.text_size)


def _touched(turn: Turn, page: AtGuide, target: str) -> None:
    pages = len(_pages_of(turn.catalogue, turn.session, page.matter))
    if target == "primary" and may_begin(turn.catalogue, turn.session, page.matter, turn.today):
        begin(turn, page.matter)
    elif target.startswith("page:"):
        number = turned(min(page.page, pages - 1), pages, target)
        if number is not None:
            turn.show(replace(page, page=number))
    elif target == "print" and _may_print(turn.session, page):
        job = turn.fresh("receipt")
        turn.do(PrintReceipt(job, receipt_of_guide(turn.catalogue, turn.session, page.matter, turn.happened.now)))
        turn.show(replace(page, job=job, printed=""))


def _may_print(session: Session, page: AtGuide) -> bool:
    condition = session.conditions.get(Device.RECEIPT_PRINTER)
    return not page.job and (condition is None or condition.usable)


def _answered(turn: Turn, page: AtGuide, happened: Happened) -> None:
    match happened.what:
        case PaperSettled(job, verdict) if page.job and job == page.job:
            turn.change(page=replace(page, job="", printed=PRINTED[verdict.outcome]))
        case _:
            return


def _back(turn: Turn, page: AtGuide) -> None:
    turn.show(page.origin)


def receipt_of_guide(catalogue: Catalogue, session: Session, matter: str, now: str) -> Receipt:
    """The whole guide on paper, with the one-time list of materials; it belongs to no case and names nobody.

    What one brings and pays comes first, to be read; the rest is smaller and close, to be looked up.
    """
    words, defined = catalogue.words[session.language], catalogue.matters[matter]
    blocks = guide_blocks(catalogue, defined, session.language)
    (_, (name, *official)), (bring, _), *costs = blocks[:READ]
    lines = (
        Title(words("guide.title")),
        Text(name, centred=True),
        *(Text(each, small=True) for each in official),
        Rule(),
        Text(bring, key=True),
        *_to_bring(words, defined),
        *(Pair(heading, "\n".join(lines)) for heading, lines in costs),
        Rule(),
        *(Text(f"【{heading}】{words.joined(lines)}", small=True) for heading, lines in blocks[READ:]),
        Rule(),
        *foot(catalogue, session, words, now),
    )
    return Receipt(lines, demo=catalogue.centre.demo, language=session.language)


def _to_bring(words: Words, matter: Matter) -> Iterator[Line]:
    yield from (Text(line) for line in bring_lines(words, matter))
    for number, (name, lines) in enumerate(material_lines(words, matter), 1):
        yield Text(f"{number}. {name}")
        yield Text(words.joined(lines), small=True)


# --- body --------------------------------------------------------------------------------------------------------


def _body(view: View, page: AtGuide) -> Parts:
    words, own = view.words, f"matter.{page.matter}"
    pages = _pages_of(view.catalogue, view.session, page.matter)
    number = min(page.page, len(pages) - 1)
    previous, following = turn_page(view, number, len(pages))
    begins = may_begin(view.catalogue, view.session, page.matter, view.today)
    body = Guide(
        tuple(Row(heading, "\n".join(lines)) for heading, lines in pages[number]),
        page_text(view, number, len(pages)),
        previous,
        following,
        Button("print", _print_label(view, page), icon="print", enabled=_may_print(view.session, page)),
    )
    return Parts(
        words(f"{own}.card"),
        words("guide.strip"),
        body,
        primary=view.primary("guide.primary") if begins else None,
        waiting="" if begins else words("guide.waiting"),
    )


def _print_label(view: View, page: AtGuide) -> str:
    if page.job:
        return view.words("guide.printing")
    if not _may_print(view.session, page):
        return view.words("guide.no_printer")
    return view.words(f"guide.out_{page.printed}" if page.printed else "guide.print")


PAGES: Mapping[type[Page], PageKind] = {AtGuide: PageKind(_body, _touched, answered=_answered, back=_back)}
