import errno
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganviz.settings.errors import UserError
from ganviz.training.folder.events import ChangeEvent
from ganviz.training.folder.folder import RunFolder, default_folder, list_runs
from ganviz.training.folder.lock import LockedError
from ganviz.training.folder.manifest import write_manifest
from ganviz.training.folder.samples import write_samples

from .helpers import names

NOW = datetime(2026, 1, 31, 14, 25, 30)


def fill(run, make_checkpoint):
    run.events.append(ChangeEvent(0, 5, {"learning_rate_d": 0.5}))
    run.history.append(np.arange(16.0).reshape(2, 8))
    run.checkpoints.save(make_checkpoint(0, 10))
    run.keyframes.add(make_checkpoint(0, 0))
    write_samples(run.path, (0, 10), np.zeros((4, 6, 3), np.uint8), {})


def test_create_fill_and_open_again(run, make_checkpoint, manifest):
    fill(run, make_checkpoint)
    run.close()
    assert names(run.path) == ["checkpoints", "events.jsonl", "history.csv", "keyframes", "run.json", "samples"]
    for write in (False, True):
        with RunFolder.open(run.path, write) as again:
            assert again.manifest == manifest
            assert again.events.events == [ChangeEvent(0, 5, {"learning_rate_d": 0.5})]
            assert again.history.read().shape == (2, 8)
            assert again.checkpoints.newest(0).iteration == 10
            assert again.keyframes.iterations(0) == (0,)
            assert again.warnings == []
            assert (again.lock is not None) is write


def test_the_lock_is_held_while_it_is_open_for_writing(run):
    with pytest.raises(LockedError, match="is being written by process"):
        RunFolder.open(run.path, write=True)
    with RunFolder.open(run.path, write=False) as reader:
        assert reader.lock is None
    assert (run.path / "lock").exists()
    run.close()
    assert not (run.path / "lock").exists()


def test_a_used_folder_is_refused(tmp_path, manifest):
    (tmp_path / "thesis.txt").write_text("precious")
    for path in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(UserError, match=f"^{path} already exists and is not empty; choose a new folder$"):
            RunFolder.create(path, manifest)
    assert names(tmp_path) == ["thesis.txt"]


def test_an_empty_folder_and_missing_parents_are_fine(tmp_path, manifest):
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "a" / "b"):
        RunFolder.create(str(path), manifest).close()
        assert RunFolder.open(str(path), write=False).manifest == manifest


@pytest.mark.parametrize("write", [True, False])
def test_opening_what_is_no_run_leaves_it_alone(tmp_path, write):
    with pytest.raises(UserError, match=r"is not a ganviz run \(it has no run.json\)"):
        RunFolder.open(tmp_path, write)
    assert names(tmp_path) == []


def refuse(number):
    def raise_it(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    return raise_it


def test_a_folder_that_cannot_be_made(tmp_path, manifest, monkeypatch):
    monkeypatch.setattr(Path, "mkdir", refuse(errno.EACCES))
    with pytest.raises(UserError, match=f"^{tmp_path / 'run'} cannot be written; allow writing to it or choose"):
        RunFolder.create(tmp_path / "run", manifest)


def test_a_run_that_cannot_be_written_can_be_read(run, monkeypatch, manifest):
    run.close()
    monkeypatch.setattr(os, "open", refuse(errno.EACCES))
    with pytest.raises(UserError, match="cannot be written; allow writing to it or choose another folder"):
        RunFolder.open(run.path, write=True)
    assert RunFolder.open(run.path, write=False).manifest == manifest


def test_a_failed_creation_leaves_no_lock(tmp_path, manifest, monkeypatch):
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))
    with pytest.raises(UserError, match=r"the disk of .* is full"):
        RunFolder.create(tmp_path / "run", manifest)
    assert names(tmp_path / "run") == []


def test_what_a_killed_process_left_is_mended_and_told(run, make_checkpoint):
    fill(run, make_checkpoint)
    run.close()
    (run.path / "lock").write_text('{"pid": 1, "host": "' + os.uname().nodename + '", "started": 1.0}')
    (run.path / ".tmp-1-run.json").write_text("{")
    for room in ("checkpoints", "keyframes"):
        (run.path / room / ".tmp-1-0-000000020").mkdir()
    (run.path / "samples" / ".tmp-1-x.png").touch()
    for name in ("events.jsonl", "history.csv"):
        with (run.path / name).open("a") as file:
            file.write("0,")
    with RunFolder.open(run.path, write=True) as again:
        assert len(again.warnings) == 3
        assert [("lock" in text, "events" in text, "history" in text) for text in again.warnings] == [
            (True, False, False), (False, True, False), (False, False, True)]
    assert not [path for path in run.path.rglob("*") if path.name.startswith(".tmp-")]


def test_damaged_checkpoints_are_told(run, make_checkpoint):
    fill(run, make_checkpoint)
    (run.path / "checkpoints" / "0-000000010" / "weights.safetensors").write_bytes(b"")
    assert run.checkpoints.newest(0) is None
    assert run.warnings == [f"the stored state {run.path / 'checkpoints' / '0-000000010'} is incomplete "
                            "(weights.safetensors is truncated or altered); it was passed over"]


def test_naming_a_run(run, manifest):
    run.change_manifest(title="Ring", pinned=True)
    assert RunFolder.open(run.path, write=False).manifest == run.manifest
    assert (run.manifest.title, run.manifest.pinned, run.manifest.seed) == ("Ring", True, 3)


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 3)])
def test_samples(run, shape):
    image = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    path = write_samples(run.path, (0, 10), image, {})
    assert path == run.path / "samples" / "0-000000010.png"
    with Image.open(path) as read:
        np.testing.assert_array_equal(np.asarray(read), image)


@pytest.mark.parametrize("target", ["new", "deep/new", "empty", "run/inside"])
def test_copying(run, make_checkpoint, tmp_path, target):
    (tmp_path / "empty").mkdir()
    fill(run, make_checkpoint)
    (run.path / "checkpoints" / ".tmp-1-0-000000020").mkdir()
    copy = run.copy_to(tmp_path / target)
    assert names(copy) == ["checkpoints", "events.jsonl", "history.csv", "run.json", "samples"]
    assert names(copy / "checkpoints") == ["0-000000010"]
    with RunFolder.open(copy, write=True) as again:
        assert again.events.events == run.events.events
        np.testing.assert_array_equal(again.history.read(), run.history.read())
        np.testing.assert_array_equal(again.checkpoints.newest(0).weights["flat"],
                                      run.checkpoints.newest(0).weights["flat"])


def test_copying_into_a_used_folder_is_refused(run):
    with pytest.raises(UserError, match="already exists and is not empty; choose a new folder"):
        run.copy_to(run.path)


def test_a_copy_that_fails_leaves_nothing(run, make_checkpoint, tmp_path, monkeypatch):
    fill(run, make_checkpoint)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse(errno.ENOSPC))
        with pytest.raises(UserError, match=f"the disk of {tmp_path / 'copy'} is full"):
            run.copy_to(tmp_path / "copy")
    assert names(tmp_path) == ["run"]


def test_default_folder(tmp_path, monkeypatch, manifest):
    monkeypatch.setenv("GANVIZ_RUNS", str(tmp_path / "runs"))
    first = default_folder("2d", NOW)
    assert first == tmp_path / "runs" / "2d-20260131-142530"
    RunFolder.create(first, manifest).close()
    assert default_folder("2d", NOW) == tmp_path / "runs" / "2d-20260131-142530-2"
    assert default_folder("2d", NOW) == tmp_path / "runs" / "2d-20260131-142530-3"  # a name given is a name taken
    monkeypatch.delenv("GANVIZ_RUNS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder("1d", NOW).parts[-2:] == ("runs", "1d-20260131-142530")
    assert "ganviz" in str(default_folder("1d", NOW))


def test_listing_runs(tmp_path, manifest):
    assert list_runs(tmp_path / "none") == []
    for day in (1, 3, 2):
        dated = manifest.model_copy(update={"created": f"2026-01-0{day}T00:00:00"})
        (tmp_path / f"run{day}").mkdir()
        write_manifest(tmp_path / f"run{day}", dated)
    (tmp_path / "other").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "run.json").write_text("{")
    assert [path.name for path, _ in list_runs(tmp_path)] == ["run3", "run2", "run1"]


def test_neither_torch_nor_qt_is_imported():
    code = ("import sys; import ganviz.training.folder.folder, ganviz.training.folder.follow;"
            "print({'torch', 'PySide6', 'scipy'} & set(sys.modules))")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          check=True).stdout.strip() == "set()"
