import errno
import json
import os

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.manifest import read_manifest, write_manifest


@pytest.fixture
def folder(tmp_path, manifest):
    write_manifest(tmp_path, manifest)
    return tmp_path


def test_round_trip(folder, manifest):
    assert read_manifest(folder) == manifest
    assert [entry.name for entry in folder.iterdir()] == ["run.json"]


def test_replacing_keeps_one_file(folder, manifest):
    named = manifest.model_copy(update={"title": "Ring", "pinned": True})
    write_manifest(folder, named)
    assert read_manifest(folder) == named
    assert len(list(folder.iterdir())) == 1


def sentence(folder):
    with pytest.raises(UserError) as error:
        read_manifest(folder)
    return str(error.value)


def test_missing_folder(tmp_path):
    assert sentence(tmp_path / "none") == f"the run folder {tmp_path / 'none'} does not exist; check the path"


def test_not_a_run(tmp_path):
    assert sentence(tmp_path) == (f"{tmp_path} is not a ganviz run (it has no run.json); "
                                  "choose a folder that ganviz made")


def test_a_file_is_not_a_run(folder):
    assert "is not a ganviz run (it has no run.json)" in sentence(folder / "run.json")


@pytest.mark.parametrize("keep", [0, 1, 40, 200])
def test_truncated(folder, keep):
    path = folder / "run.json"
    path.write_bytes(path.read_bytes()[:keep])
    assert sentence(folder).startswith(f"{path} is truncated or damaged (line ")
    assert sentence(folder).endswith("take it from a copy of the run")


@pytest.mark.parametrize(("text", "reason"), [
    (b"[1]", "it is not a JSON object"), (b"\xff\xfe{", "it is not text"),
    (b"{}", "its schema version is None"), (b'{"schema_version": 0}', "its schema version is 0"),
    (b'{"schema_version": "1"}', "its schema version is '1'"),
    (b'{"schema_version": 1}', "ganviz: Field required")])
def test_damaged(folder, text, reason):
    (folder / "run.json").write_bytes(text)
    assert sentence(folder) == (f"{folder / 'run.json'} is truncated or damaged ({reason}); "
                                "take it from a copy of the run")


def test_newer_schema(folder):
    path = folder / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": 7, "unheard_of": 1}))
    assert sentence(folder).endswith(
        "was made by a newer ganviz (schema 7, this one reads up to 1); update ganviz")


@pytest.mark.parametrize(("number", "words"), [
    (errno.ENOSPC, "the disk of {} is full; free some space or save the run to another disk, "
                   "what was saved before is intact"),
    (errno.EACCES, "{} cannot be written; allow writing to it or choose another folder"),
    (errno.EROFS, "{} cannot be written; allow writing to it or choose another folder"),
    (errno.EIO, "{} cannot be written (" + os.strerror(errno.EIO)
                + "); check the disk or choose another folder")])
def test_failing_disk_keeps_the_old_file(folder, manifest, failing_write, number, words):
    failing_write(number)
    with pytest.raises(UserError) as error:
        write_manifest(folder, manifest.model_copy(update={"title": "Ring"}))
    assert str(error.value) == words.format(folder)
    assert read_manifest(folder) == manifest
    assert len(list(folder.iterdir())) == 1


def test_folder_gone(tmp_path, manifest):
    with pytest.raises(UserError, match="is gone; put it back, or begin a new run"):
        write_manifest(tmp_path / "gone", manifest)
