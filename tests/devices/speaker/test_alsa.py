"""The speaker through the real aplay, into ALSA's file plugin: what was played is read back sample by sample."""

import importlib.util
import shutil
import time
import wave
from contextlib import closing
from pathlib import Path

import pytest

from devices.contract import DeviceRefused, PortMissing
from devices.faults import faults
from devices.speaker.alsa import SOUNDS, AlsaSpeaker, fault_in, open_alsa
from devices.speaker.emulator import emulate_alsa
from kiosk.core.conditions import Device, Status

ROOT = Path(__file__).parents[3]

needs_aplay = pytest.mark.skipif(shutil.which("aplay") is None, reason="alsa-utils is not installed")


@pytest.fixture
def card(tmp_path):
    with closing(emulate_alsa(tmp_path)) as card:
        yield card


@pytest.fixture
def speaker(card):
    with closing(open_alsa(card.where)) as speaker:
        yield speaker


def until(what):
    deadline = time.monotonic() + 10.0
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    return what()


@needs_aplay
def test_every_sound_comes_out_whole_and_in_order(card, speaker):
    names = sorted(path.stem for path in SOUNDS.glob("*.wav"))
    for count, name in enumerate(names, start=1):
        speaker.play(name)
        assert until(lambda count=count: len(card.heard()) == count)
        assert until(lambda: speaker.condition().usable)
    assert card.state()["heard"] == names


@needs_aplay
def test_a_look_is_not_heard(card, speaker):
    assert (speaker.condition().status, speaker.condition().fault) == (Status.ONLINE, "")
    assert card.heard() == []


@needs_aplay
def test_unplugged_and_plugged_again(card, speaker):
    card.unplug()
    assert (speaker.condition().status, speaker.condition().fault) == (Status.NO_DEVICE, "port_missing")
    speaker.play("chime")  # nothing is heard, and nothing is raised
    assert until(lambda: speaker._playing.poll() is not None)
    assert speaker.condition().fault == "port_missing"
    card.plug()
    assert until(lambda: speaker.condition().usable)
    assert card.heard() == []


@needs_aplay
def test_a_card_that_cannot_be_set_up(card, speaker):
    card.set_faults(["broken"])
    assert speaker.condition().fault in {"sound_failed", "port_missing"}


@needs_aplay
def test_a_player_that_hangs_is_ended_and_said(card):
    card.set_faults(["hangs"])
    hours = iter(range(0, 10**6, 3600))
    pcm, _, config = card.where.partition("?config=")
    with closing(AlsaSpeaker(pcm, config, clock=lambda: next(hours))) as speaker:
        speaker.play("chime")
        assert speaker.condition().fault == "silent"
        assert speaker.condition().fault == "silent"
        card.set_faults([])
        assert speaker.condition().usable


def test_a_new_sound_ends_the_one_before(tmp_path):
    player = tmp_path / "player"
    player.write_text(f"#!/bin/sh\necho $4 $5 >>{tmp_path}/started\nexec sleep 60\n")
    player.chmod(0o700)
    with closing(AlsaSpeaker("x", player=str(player))) as speaker:
        for _ in range(5):
            speaker.play("chime")
            assert speaker.condition().usable
        speaker.close()
        speaker.close()


def test_without_the_player_the_terminal_goes_on_silent():
    with closing(AlsaSpeaker("x", player="/no/such/aplay")) as speaker:
        condition = speaker.condition()
        assert (condition.status, condition.fault) == (Status.NO_DEVICE, "aplay_missing")
        with pytest.raises(PortMissing):
            speaker.play("chime")


@pytest.mark.parametrize("name", ["no_such", "../strings/zh", "", "a/b"])
def test_only_our_own_sounds_are_played(name):
    with closing(AlsaSpeaker("x")) as speaker, pytest.raises(DeviceRefused):
        speaker.play(name)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("ALSA lib pcm.c:2666:(snd_pcm_open_noupdate) Unknown PCM nope", "port_missing"),
        ("aplay: main:831: audio open error: No such device", "port_missing"),
        ("aplay: main:831: audio open error: Device or resource busy", "port_busy"),
        ("aplay: set_params:1387: Channels count non available", "sound_failed"),
        ("", "sound_failed"),
    ],
)
def test_what_the_players_words_mean(words, fault):
    assert fault_in(words) == fault


def test_every_fault_has_its_row():
    assert set(faults()[Device.SPEAKER]) == {"port_missing", "port_busy", "aplay_missing", "sound_failed", "silent"}


def test_the_files_are_what_the_script_makes(tmp_path):
    spec = importlib.util.spec_from_file_location("make_sounds", ROOT / "script" / "make_sounds.py")
    make_sounds = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_sounds)
    make_sounds.main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SOUNDS.glob("*.wav")}
    with wave.open(str(tmp_path / "card_left.wav")) as file:
        assert file.getnframes() / file.getframerate() < 2.0


def test_wrong_words_are_refused(card):
    with pytest.raises(ValueError, match="known:"):
        card.set_faults(["rusty"])
    with pytest.raises(PortMissing, match="known: config"):
        open_alsa("default?card=0")
