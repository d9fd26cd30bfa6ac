import subprocess
import sys
from dataclasses import asdict

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.lock import LOCK_NAME, Holder, LockedError
from ganviz.training.folder.unnamed import delete_run, is_unnamed, unnamed_runs

DEFAULT = "2d-20260131-142530"


@pytest.fixture
def make_run(tmp_path, manifest, make_checkpoint):
    """A closed run in the folder of runs, saved at iteration 40."""
    def make(name=DEFAULT, **values):
        with RunFolder.create(tmp_path / name, manifest.model_copy(update=values)) as run:
            run.checkpoints.save(make_checkpoint(iteration=40))
        return tmp_path / name

    return make


def test_only_runs_without_name_and_pin_are_offered(tmp_path, make_run):
    unnamed = make_run()
    for name, values in (("2d-20260131-142531", {"title": "ring, first try"}), ("2d-20260131-142532", {"pinned": True}),
                         ("my-run", {})):
        make_run(name, **values)
    (tmp_path / "notes").mkdir()
    found, = unnamed_runs(tmp_path)
    assert (found.path, found.iteration, found.manifest.game) == (unnamed, 40, "2d")
    assert found.size == sum(file.stat().st_size for file in unnamed.rglob("*") if file.is_file()) > 0
    assert unnamed_runs(tmp_path, but=[unnamed]) == []
    assert unnamed_runs(tmp_path / "gone") == []


def test_a_number_behind_the_name_is_ganviz_own(tmp_path, manifest):
    assert is_unnamed(tmp_path / f"{DEFAULT}-2", manifest)
    assert not is_unnamed(tmp_path / f"{DEFAULT}-copy", manifest)


def test_an_open_run_is_neither_offered_nor_deleted(tmp_path, make_run):
    path = make_run()
    with RunFolder.open(path, write=True):
        assert unnamed_runs(tmp_path) == []
        with pytest.raises(LockedError, match="is being written by process"):
            delete_run(path)
    assert (path / "run.json").is_file()


def test_a_stale_lock_keeps_nothing(tmp_path, make_run):
    path = make_run()
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    holder = asdict(Holder.this_process()) | {"pid": int(ended.stdout)}
    (path / LOCK_NAME).write_text(str(holder).replace("'", '"'))
    assert len(unnamed_runs(tmp_path)) == 1
    delete_run(path)
    assert list(tmp_path.iterdir()) == []


def test_a_run_named_meanwhile_is_kept(make_run):
    path = make_run(title="keep me")
    with pytest.raises(UserError, match="named or pinned meanwhile"):
        delete_run(path)
    assert (path / "run.json").is_file() and not (path / LOCK_NAME).exists()
