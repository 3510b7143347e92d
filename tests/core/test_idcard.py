"""The person's card: kept out of sight, masked."""

import pytest

from kiosk.core.ethnicities import ETHNICITIES
from kiosk.core.idcard import IdCard, masked_address, masked_name, masked_number


def test_repr_shows_nobody():
    assert repr(IdCard(type="resident", number="110105195203189911", name="张建国")) == "IdCard(type='resident')"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("110105195203189911", "110105********9911"),
        ("DEU110180081216", "DEU110*****1216"),
        ("12345", "***45"),
        ("1", "1"),
    ],
)
def test_masked_number(number, masked):
    assert masked_number(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张建国", "张**"), ("古丽娜·示例", "古*****"), ("MUSTERMANN, ERIKA", "M********** E****"), ("", "")],
)
def test_masked_name(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"), [("北京市朝阳区示例乡1号", "北京市朝阳区*****"), ("北京", "北京"), ("", "")]
)
def test_masked_address(address, masked):
    assert masked_address(address) == masked


def test_ethnicities_of_gb_t_3304():
    assert len(ETHNICITIES) == 58
    assert [ETHNICITIES[code] for code in ("01", "10", "22", "36", "46", "56", "97", "98")] == [
        "汉",
        "朝鲜",
        "畲",
        "毛南",
        "德昂",
        "基诺",
        "其他",
        "外国血统中国籍人士",
    ]
