"""What good answers hold, by hand: files by their own lengths, addresses, numbers."""

import pytest

from devices.id_card.card_files import CardFiles, files_of, management_number_of, module_id_of, newest_address

TEXT, PHOTO = b"T" * 256, b"P" * 1024


@pytest.mark.parametrize(
    ("data", "files"),
    [
        (b"\x01\x00\x04\x00" + TEXT + PHOTO, CardFiles(TEXT, PHOTO)),
        (b"\x01\x00\x00\x00" + TEXT, CardFiles(TEXT, b"")),
        (b"\x01\x00\x04\x00\x00\x00" + TEXT + PHOTO, CardFiles(TEXT, PHOTO)),
        (b"\x01\x00\x04\x00\x02\x00" + TEXT + PHOTO + bytes(512), CardFiles(TEXT, PHOTO)),
        (b"\x01\x00\x04\x00\x04\x00" + TEXT + PHOTO + bytes(1024), CardFiles(TEXT, PHOTO)),
        (b"\x01\x00\x04\x00" + TEXT + PHOTO[1:], None),
        (b"\x01\x00\x04\x00" + TEXT + PHOTO + b"\0", None),
        (b"\x01\x00", None),
        (b"", None),
    ],
    ids=lambda each: f"{len(each)} bytes" if isinstance(each, bytes) else "",
)
def test_files_are_found_by_the_lengths_in_the_data(data, files):
    assert files_of(data) == files


def test_files_show_their_sizes_only():
    assert repr(CardFiles(TEXT, PHOTO)) == "CardFiles(256 + 1024 bytes)"


def record(text):
    return (text + " " * (35 - len(text))).encode("utf-16-le")


BLANK = " ".encode("utf-16-le") * 35


@pytest.mark.parametrize(
    ("data", "address"),
    [
        (record("示例乡一组") + BLANK * 3, "示例乡一组"),
        (record("示例乡一组") + record("样本街 2号") + BLANK * 2, "样本街 2号"),
        (BLANK + record("样本街 2号") + bytes(140), "样本街 2号"),
        (record("示例乡一组"), "示例乡一组"),
        (record("一" * 35) * 4, "一" * 35),
        (BLANK * 4, None),
        (bytes(280), None),
        (b"", None),
        # the newest is half a surrogate pair: an older one must not stand in for it
        (record("示例乡一组") + b"\x42\xd8" + BLANK[2:], None),
    ],
)
def test_the_newest_address_is_the_last_that_is_written(data, address):
    assert newest_address(data) == address


def test_a_module_id_is_printed_as_on_its_label():
    sixteen = bytes.fromhex("0500 0100 F5273501 39300000 B168DE3A")
    assert str(module_id_of(sixteen)) == "05.01-20260853-0000012345-0987654321"
    assert module_id_of(sixteen).encode() == sixteen


def test_a_management_number_has_three_parts_and_is_not_shown():
    number = management_number_of(bytes(range(28)))
    assert (number.iin, number.sn, number.dn) == (bytes(range(4)), bytes(range(4, 12)), bytes(range(12, 28)))
    assert "0" not in repr(number)
