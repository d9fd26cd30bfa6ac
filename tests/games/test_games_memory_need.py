"""Too little memory for the settings is told before training, with the setting to lower."""

from __future__ import annotations

import pytest
import torch

from ganviz.games import memory_need
from ganviz.games.cyclegan import CycleGANGame
from ganviz.games.memory_need import check_memory, kept_bytes
from ganviz.games.pix2pix import Pix2PixGame
from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.errors import UserError
from ganviz.settings.pix2pix import Pix2PixSettings
from ganviz.training import messages as m
from tests.core_support import saved_state, trainer
from tests.training.image_runs import GAMES, write_pairs

CPU = torch.device("cpu")
GAME = {"pix2pix": (Pix2PixGame, Pix2PixSettings), "cyclegan": (CycleGANGame, CycleGANSettings)}


def outlines(game, **values):
    made, settings = GAME[game]
    chosen = settings(data="x", **values)
    with torch.device("meta"):
        return chosen, made.generators(chosen, 1), made.discriminators(chosen, 1)


def checked(game, size, **values):
    check_memory(*outlines(game, **values), {(size, size)}, CPU)


@pytest.mark.parametrize("game", list(GAME))
def test_weights_that_do_not_fit_name_the_width(game, monkeypatch):
    monkeypatch.setattr(memory_need, "free_bytes", lambda device: 300e6)
    with pytest.raises(UserError, match=r"need at least .* GB of memory and 0.3 GB are free; lower width_g or width_d"):
        checked(game, 256)


@pytest.mark.parametrize(("game", "batch"), [("pix2pix", 64), ("cyclegan", 8)])
def test_a_batch_that_does_not_fit_names_the_batch(game, batch, monkeypatch):
    monkeypatch.setattr(memory_need, "free_bytes", lambda device: 2e9)
    checked(game, 256, batch_size=1)
    with pytest.raises(UserError, match=r"and 2\.0 GB are free; lower batch_size, crop_size or width_g"):
        checked(game, 256, batch_size=batch)


def test_without_images_only_the_weights_have_to_fit(monkeypatch):
    monkeypatch.setattr(memory_need, "free_bytes", lambda device: 2e9)
    check_memory(*outlines("cyclegan"), set(), CPU)


def test_bf16_keeps_half_as_much(monkeypatch):
    monkeypatch.setattr(memory_need, "free_bytes", lambda device: 2e9)
    with pytest.raises(UserError):
        checked("pix2pix", 256, batch_size=32)
    checked("pix2pix", 256, batch_size=32, precision="bf16")


def test_what_only_caches_files_is_free_to_a_container(tmp_path, monkeypatch):
    monkeypatch.setattr(memory_need, "_CGROUP", tmp_path)
    for name, text in {"memory.max": "100000000", "memory.current": "90000000",
                       "memory.stat": "anon 1\ninactive_file 60000000\n"}.items():
        (tmp_path / name).write_text(text)
    assert memory_need.free_bytes(CPU) == 70_000_000
    (tmp_path / "memory.stat").unlink()
    assert memory_need.free_bytes(CPU) == 10_000_000


@pytest.mark.parametrize("game", list(GAME))
def test_an_outline_keeps_what_a_network_keeps(game):
    tiny = {"width_g": 8, "crop_size": 64, **({"generator": "unet_64"} if game == "pix2pix" else {})}
    _, outline, _ = outlines(game, **tiny)
    made, settings = GAME[game]
    for name, network in made.generators(settings(data="x", **tiny), 1).items():
        assert kept_bytes(outline[name], (2, 64, 64)) == pytest.approx(kept_bytes(network, (2, 64, 64)), rel=0.05)


def test_a_run_that_needs_too_much_is_refused_and_the_one_under_way_goes_on(tmp_path, monkeypatch):
    settings = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    with trainer() as undisturbed:
        undisturbed.create(tmp_path / "plain", "pix2pix", settings, threads=1)
        undisturbed.play_to(3)
        undisturbed.send(m.Save())
    with trainer() as training:
        training.create(tmp_path / "run", "pix2pix", settings, threads=1)
        training.play_to(2)
        with monkeypatch.context() as little:
            little.setattr(memory_need, "free_bytes", lambda device: 1e6)
            text = training.refusal(m.Create("pix2pix", settings, {"threads": 1}, str(tmp_path / "other")))
        assert "these settings need at least" in text
        assert not (tmp_path / "other").exists()
        training.play_to(3)
        training.send(m.Save())
    assert saved_state(tmp_path / "run", 3) == saved_state(tmp_path / "plain", 3)
