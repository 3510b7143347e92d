"""A reader that answers by a script: the driver, its port and its clock on one desk, and the answers themselves."""

from devices.id_card.cards import load_cards
from devices.id_card.sdt_commands import (
    BAUDS,
    FIND,
    MODULE_ID,
    READ,
    READ_ADDRESSES,
    READ_MANAGEMENT,
    SELECT,
    STATUS,
)
from devices.id_card.sdt_frames import Reply, encode_reply
from devices.id_card.sdt_reader import SdtReader
from tests.devices.id_card.scripted_port import GONE, Clock, ScriptedPort

CARDS = load_cards()


def reply(sw3, data=b""):
    return [(0.01, encode_reply(Reply(0, 0, sw3, data)))]


def card(name="zhang-jianguo"):
    return reply(0x90, b"\x01\x00\x04\x00" + CARDS[name].text + bytes(1024))


FOUND, NO_CARD, SELECTED, FINE = reply(0x9F, bytes(4)), reply(0x80), reply(0x90, bytes(8)), reply(0x90)
SILENT = []
GONE_NOW = [(0.01, GONE)]
DAMAGED = [(0.01, FINE[0][1][:-1] + b"\0")]
NO_ADDRESS = reply(0x91)
# the last answers the find by which the driver learns the reader's habit
GOOD_READ = (FOUND, SELECTED, card(), NO_ADDRESS, FOUND)


class Desk:
    def __init__(self, *answers, bauds=BAUDS[:1]):
        self.clock = Clock()
        self.port = ScriptedPort(self.clock, *answers)
        self.bauds = []
        self.reader = SdtReader(self.open, self.clock, self.clock.sleep, bauds=bauds)

    @property
    def opened(self):
        return len(self.bauds)

    def open(self, baud):
        self.bauds.append(baud)
        return self.port

    def sent(self):
        commands = (FIND, SELECT, READ, STATUS, READ_ADDRESSES, READ_MANAGEMENT, MODULE_ID)
        names = {each.encode(): each.name for each in commands}
        return " ".join(names[each] for each in self.port.sent)
