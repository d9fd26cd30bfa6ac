"""Without a display ganviz says so, names the command that needs none, and ends with exit status 2."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from ganviz.app.display import has_display
from ganviz.training.run import Run
from tests.cli_support import finished, start

SENTENCE = ("ganviz: no display was found; start ganviz from a desktop, or take a picture without one: "
            "ganviz --screenshot FILE --iterations N\n")


@pytest.mark.parametrize("variables", [
    {}, {"DISPLAY": ""}, {"DISPLAY": ":987"}, {"DISPLAY": "no-such-host.invalid:0"}, {"DISPLAY": "nonsense"},
    {"WAYLAND_DISPLAY": "wayland-987", "XDG_RUNTIME_DIR": "/nowhere"}, {"WAYLAND_DISPLAY": "wayland-987"}],
    ids=lambda variables: " ".join(f"{name}={value}" for name, value in variables.items()) or "none")
def test_no_display(variables: dict[str, str], tmp_path: Path) -> None:
    assert finished(start(tmp_path, variables=variables)) == (2, "", SENTENCE)


@pytest.mark.parametrize("named", ["wayland-0", "{folder}/wayland-0"])
def test_a_wayland_display_that_answers_is_one(named: str, tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": named.format(folder=tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    assert not has_display(environment)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert has_display(environment)


def test_a_platform_that_is_named_is_taken_at_its_word() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


def test_the_command_that_it_names_writes_a_picture(tmp_path: Path) -> None:
    done = finished(start(tmp_path, "--screenshot", tmp_path / "picture.png", "--iterations", 20))
    assert done == (0, "", "")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_is_of_the_first_preset_whatever_was_chosen_last(tmp_path: Path) -> None:
    kept = tmp_path / "settings" / "ganviz" / "ganviz.conf"
    kept.parent.mkdir(parents=True)
    kept.write_text("[General]\ngame=pix2pix\n\n[preset]\n2d=spiral\n", encoding="utf-8")
    process = start(tmp_path, "--screenshot", tmp_path / "picture.png", "--iterations", 20,
                    variables={"GANVIZ_CACHE": str(tmp_path / "cache")})
    assert finished(process) == (0, "", "")
    begun, = (tmp_path / "runs").iterdir()
    manifest = json.loads((begun / "run.json").read_text(encoding="utf-8"))
    assert (manifest["game"], manifest["game_settings"]["problem"]) == ("2d", "ring8")
    assert "game=pix2pix" in kept.read_text(encoding="utf-8").splitlines()


def test_a_run_that_never_gets_to_the_iteration_of_the_picture_is_told(tmp_path: Path) -> None:
    wild = {"objective": "least_squares", "optimizer_d": "sgd", "optimizer_g": "sgd", "learning_rate_d": 1.0,
            "learning_rate_g": 1.0, "activation_d": "relu", "width_d": 256}
    Run.create("2d", wild, {"seed": 1}, tmp_path / "run").close()
    process = start(tmp_path, tmp_path / "run", "--screenshot", tmp_path / "picture.png", "--iterations", 3000)
    status, out, err = finished(process)
    assert (status, out) == (2, "")
    assert err.startswith("ganviz: Training diverged")
    assert not (tmp_path / "picture.png").exists()


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "picture.nothing"
    status, out, err = finished(start(tmp_path, "--screenshot", file, "--iterations", 20))
    assert (status, out) == (2, "")
    assert err == (f"ganviz: {file} could not be written; choose a place that can be, and a name that ends in .png\n")
