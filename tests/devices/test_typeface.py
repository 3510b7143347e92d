from pathlib import Path

import pytest

from devices.typeface import TypefaceMissing, folder, missing_glyphs, typeface


def test_the_folder_can_be_named_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path))
    assert folder() == tmp_path


def test_the_folder_is_in_the_users_cache_otherwise(monkeypatch, tmp_path):
    monkeypatch.delenv("KIOSK_FONTS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "kiosk" / "fonts"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert folder() == Path.home() / ".cache" / "kiosk" / "fonts"


def test_a_missing_face_names_the_cure(monkeypatch, tmp_path):
    monkeypatch.setenv("KIOSK_FONTS", str(tmp_path))
    with pytest.raises(TypefaceMissing, match="script/bootstrap"):
        typeface(bold=False)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["税收完税证明", "䶮㐂𠮷", "￥①〇Ⅻ“”（）：，。", "ABC 012", "一行\n两行", ""])
def test_what_a_paper_needs_is_there(text, bold):
    assert missing_glyphs(text, typeface(bold)) == ""


def test_missing_characters_are_told_once_each_in_order():
    assert missing_glyphs("名\U0010ffff\ue000\U0010ffff字\t", typeface(bold=False)) == "\U0010ffff\ue000\t"


@pytest.mark.parametrize("content", [None, b"", b"no typeface"])
def test_a_face_that_is_gone_or_none_is_missing(tmp_path, content):
    if content is not None:
        (tmp_path / "face.otf").write_bytes(content)
    with pytest.raises(TypefaceMissing, match="script/bootstrap"):
        missing_glyphs("字", tmp_path / "face.otf")
