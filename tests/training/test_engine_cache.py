"""Compiled code on disk: whole or not there, within a bound, and nothing that is foreign is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

import ganviz
from ganviz.settings.toy import Game1DSettings, Game2DSettings
from ganviz.training.engine.cache import META_NAME, CodeCache
from ganviz.training.engine.spec import CodeSpec, _surroundings


def fill_folder(folder, says, size):
    (folder / "d.so").write_bytes(b"d" * size)
    meta = {"key": says, "measured": {"d": ["loss_d"]}, "sha256": {"d.so": hashlib.sha256(b"d" * size).hexdigest()}}
    (folder / META_NAME).write_text(json.dumps(meta))


def fill(cache, key, size=1000, says=None):
    with cache.new(key) as folder:
        fill_folder(folder, says or key, size)


@pytest.fixture
def cache(tmp_path):
    return CodeCache(tmp_path / "code", most_bytes=10_000)


def test_what_was_put_is_found_and_nothing_else_lies_there(cache):
    assert cache.find("a") is None
    fill(cache, "a")
    found = cache.find("a")
    assert found.measured == {"d": ("loss_d",)}
    assert found.libraries["d"].read_bytes() == b"d" * 1000
    assert [path.name for path in cache.folder.iterdir()] == ["a"]


def test_whole_code_stays_where_it_is_made_again(cache):
    fill(cache, "a")
    fill(cache, "a", 2000)
    assert cache.find("a").libraries["d"].stat().st_size == 1000


def test_of_two_that_make_the_same_the_first_to_end_is_kept_and_neither_fails(cache):
    with cache.new("a") as slow:
        fill_folder(slow, "a", 2000)
        fill(CodeCache(cache.folder), "a")
    assert cache.find("a").libraries["d"].stat().st_size == 1000
    assert [path.name for path in cache.folder.iterdir()] == ["a"]


def test_two_that_make_damaged_code_anew_do_not_fail(cache):
    fill(cache, "a")
    damaged(cache.folder / "a")
    with cache.new("a") as slow:
        fill_folder(slow, "a", 2000)
        fill(CodeCache(cache.folder), "a")
    assert cache.find("a").libraries["d"].stat().st_size == 1000


def test_what_another_process_removes_meanwhile_is_passed_over(cache, monkeypatch):
    fill(cache, "a")
    found = [*cache._folders(), cache.folder / "gone", cache.folder / ".tmp-999999999-x"]
    monkeypatch.setattr(cache, "_folders", lambda: found)
    cache.prune()
    assert cache.find("a") is not None


def test_a_file_in_the_way_is_named(cache):
    fill(cache, "b")
    (cache.folder / "a").write_text("mine")
    with pytest.raises(OSError, match=r"code/a is damaged and can't be replaced; remove it"):
        fill(cache, "a")


def damaged(folder):
    (folder / "d.so").write_bytes(b"d" * 999 + b"x")


def cut_short(folder):
    (folder / META_NAME).write_text((folder / META_NAME).read_text()[:20])


def half_gone(folder):
    (folder / "d.so").unlink()


def not_text(folder):
    (folder / META_NAME).write_bytes(b"\xff\xfe\x00")


def not_an_object(folder):
    (folder / META_NAME).write_text("[]")


def without_parts(folder):
    meta = json.loads((folder / META_NAME).read_text())
    (folder / META_NAME).write_text(json.dumps({**meta, "measured": {}}))


@pytest.mark.parametrize("harm", [damaged, cut_short, half_gone, not_text, not_an_object, without_parts],
                         ids=lambda harm: harm.__name__)
def test_damaged_code_is_passed_over_and_can_be_put_again(cache, harm):
    fill(cache, "a")
    harm(cache.folder / "a")
    assert cache.find("a") is None
    fill(cache, "a")
    assert cache.find("a") is not None


def test_code_under_a_foreign_name_is_passed_over(cache):
    fill(cache, "a", says="b")
    assert cache.find("a") is None


def test_the_least_recently_used_code_goes_first(cache):
    for age, key in enumerate("abc"):
        fill(cache, key, 4000)
        os.utime(cache.folder / key, (1000 + age, 1000 + age)) if (cache.folder / key).exists() else None
    assert cache.find("b") is not None
    os.utime(cache.folder / "c", (1, 1))
    fill(cache, "d", 4000)
    assert {path.name for path in cache.folder.iterdir()} == {"b", "d"}


def test_what_broken_off_work_left_is_cleared_away_and_what_is_foreign_stays(cache):
    fill(cache, "a")
    (cache.folder / ".tmp-999999999-x").mkdir()
    (cache.folder / f".tmp-{os.getpid()}-y").mkdir()
    (cache.folder / "foreign").mkdir()
    (cache.folder / "note.txt").write_text("mine")
    cache.prune()
    assert {path.name for path in cache.folder.iterdir()} == {"a", f".tmp-{os.getpid()}-y", "foreign", "note.txt"}


def test_an_error_half_way_leaves_nothing(cache):
    with pytest.raises(RuntimeError), cache.new("a") as folder:
        (folder / "d.so").write_bytes(b"d")
        raise RuntimeError
    assert list(cache.folder.iterdir()) == []


# --- the key -----------------------------------------------------------------------------------------------

def key(settings, game="2d", threads=1):
    return CodeSpec(game, settings.of_code(), threads).key()


@pytest.mark.parametrize("values", [
    {"learning_rate_d": 0.1, "learning_rate_g": 0.2}, {"beta1_d": 0.1, "beta1_g": 0, "beta2_d": 0.5, "beta2_g": 0.6},
    {"schedule_d": "linear", "schedule_g": "cosine", "schedule_iterations": 7}, {"ema_g": 0.9}, {"latent": "uniform"},
    {"updates_d": 5, "updates_g": 0}, {"problem": "moons", "spread": 3.0}, {"engine": "auto"},
    {"problem": "points", "data": "somewhere.csv", "columns": "x,y"}])
def test_what_only_steers_a_game_leaves_the_key(values):
    assert key(Game2DSettings(**values)) == key(Game2DSettings())


@pytest.mark.parametrize("values", [
    {"batch_size": 255}, {"latent_dim": 3}, {"depth_d": 1}, {"width_g": 65}, {"activation_d": "tanh"},
    {"normalisation_g": "layer"}, {"spectral_norm_d": True}, {"optimizer_d": "sgd"}, {"objective": "minimax"},
    {"dropout_d": 0.1}, {"dropout_g": 0.1}])
def test_what_shapes_the_code_changes_the_key(values):
    assert key(Game2DSettings(**values)) != key(Game2DSettings())


def test_dropout_matters_by_being_there():
    keys = [key(Game2DSettings(**values)) for values in ({"dropout_d": 0.1}, {"dropout_d": 0.6}, {"dropout_g": 0.1})]
    assert keys[0] == keys[1] != keys[2]


def test_game_and_threads_are_part_of_the_key():
    assert len({key(Game2DSettings()), key(Game2DSettings(), threads=2), key(Game1DSettings(latent_dim=2), "1d")}) == 3


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A copy of the program whose source the key is made of."""
    package = Path(ganviz.__file__).parent
    shutil.copytree(package, tmp_path / "ganviz", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(ganviz, "__file__", str(tmp_path / "ganviz" / "__init__.py"))
    _surroundings.cache_clear()
    yield tmp_path / "ganviz"
    _surroundings.cache_clear()


@pytest.mark.parametrize("file", ["games/ali_rules.py", "networks/mlp.py", "objectives/hinge.py",
                                  "problems/mixtures.py", "training/engine/making.py"])
def test_the_source_that_decides_what_is_compiled_is_part_of_the_key(source, file):
    before = key(Game2DSettings())
    with (source / file).open("a", encoding="utf-8") as written:
        written.write("# changed\n")
    _surroundings.cache_clear()
    assert key(Game2DSettings()) != before


def test_a_spec_is_read_as_it_was_written():
    spec = CodeSpec("1d", Game1DSettings(batch_size=7, dropout_g=0.2).of_code(), 3)
    assert CodeSpec.read(spec.text()) == spec
