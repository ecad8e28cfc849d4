"""Settings come from one file, the environment and flags, in that order, and mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotseat.commands.serve import add_arguments
from hotseat.errors import HotseatError
from hotseat.settings import Settings, data_dir, load_settings


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('ear = "file"\nvoice = "file"\nbrain = "file"\nport = 1\n')
    environment = {"HOTSEAT_VOICE": "environment", "HOTSEAT_BRAIN": "environment", "HOTSEAT_PORT": "2"}
    settings = load_settings(tmp_path, environ=environment, flags={"brain": "flag", "ear": None})
    assert (settings.ear, settings.voice, settings.brain, settings.port) == ("file", "environment", "flag", 2)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, environ={}) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [("ear = ", "cannot be read"), ('eer = "x"', "not a setting"), ('port = "many"', "no whole number")],
)
def test_a_mistake_names_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(HotseatError) as caught:
        load_settings(tmp_path, environ={})
    assert caught.value.code == "settings_invalid"
    assert said in caught.value.message
    assert "settings.toml" in caught.value.message


def test_the_home_can_be_put_anywhere(tmp_path: Path) -> None:
    assert data_dir({"HOTSEAT_HOME": str(tmp_path)}) == tmp_path
    assert data_dir({}).name == "hotseat"


def test_every_setting_is_a_flag_of_serve() -> None:
    import argparse
    import dataclasses

    parser = argparse.ArgumentParser()
    add_arguments(parser)
    known = {action.dest for action in parser._actions}
    assert {field.name for field in dataclasses.fields(Settings)} <= known
