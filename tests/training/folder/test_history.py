import errno
import os
import time

import numpy as np
import pytest

from ganviz.settings.columns import TOY_COLUMNS, history_names
from ganviz.settings.errors import UserError
from ganviz.training.folder.history import HistoryFile, newest_rows
from ganviz.training.folder.problems import DamagedError

COLUMNS = history_names(TOY_COLUMNS)
WIDTH = len(COLUMNS)


def rows_of(branch, iterations, value=0.5):
    rows = np.full((len(iterations), WIDTH), value)
    rows[:, 0], rows[:, 1] = branch, iterations
    return rows


@pytest.fixture
def history(tmp_path):
    opened = HistoryFile(tmp_path, COLUMNS, write=True)
    yield opened
    opened.close()


def test_every_float32_comes_back(history):
    values = np.random.default_rng(1).integers(0, 0x7F800000, 600, dtype=np.uint32).view(np.float32)
    special = np.array([0.0, -0.0, 1e-45, np.inf, -np.inf, np.nan], np.float32)
    rows = rows_of(0, range(101))
    rows[:100, 2:] = values.reshape(100, 6)
    rows[100, 2:] = special
    history.append(rows)
    read = history.read()
    np.testing.assert_array_equal(read.astype(np.float32), rows.astype(np.float32))
    assert np.signbit(read[100, 3])


def test_the_file_is_plain_csv(history):
    history.append(rows_of(0, [1, 100_000_000]))
    rows = rows_of(1, [7])
    rows[0, 2:5] = np.inf, -np.inf, np.nan
    history.append(rows)
    assert history.path.read_text().splitlines() == [
        "branch,iteration,loss_d,loss_g,mean_d_real,mean_d_fake,grad_norm_d,grad_norm_g",
        "0,1,0.5,0.5,0.5,0.5,0.5,0.5", "0,100000000,0.5,0.5,0.5,0.5,0.5,0.5", "1,7,inf,-inf,nan,0.5,0.5,0.5"]


def test_empty(history, tmp_path):
    assert history.read().shape == (0, WIDTH)
    history.append(np.empty((0, WIDTH)))
    history.append(rows_of(0, [1]))
    assert history.read().shape == (1, WIDTH)
    assert HistoryFile(tmp_path / "none", COLUMNS, write=False).read().shape == (0, WIDTH)


def test_reopening_goes_on(history, tmp_path):
    history.append(rows_of(0, [1, 2]))
    history.sync()
    history.close()
    reopened = HistoryFile(tmp_path, COLUMNS, write=True)
    reopened.append(rows_of(0, [3]))
    reopened.close()
    assert reopened.read()[:, 1].tolist() == [1, 2, 3]
    assert reopened.warnings == []


@pytest.mark.parametrize("tail", ["0", "0,3", "0,3,0.5,0.5,0.5,0.5,0.5,0.5"])
def test_an_unfinished_row_is_ignored_and_mended(history, tmp_path, tail):
    history.append(rows_of(0, [1, 2]))
    history.close()
    with history.path.open("a") as file:
        file.write(tail)
    assert HistoryFile(tmp_path, COLUMNS, write=False).read()[:, 1].tolist() == [1, 2]
    reopened = HistoryFile(tmp_path, COLUMNS, write=True)
    reopened.append(rows_of(0, [3]))
    reopened.close()
    assert reopened.read()[:, 1].tolist() == [1, 2, 3]
    assert reopened.warnings == [
        f"the last row of {history.path} was unfinished ({len(tail)} bytes); it was dropped"]


def test_an_unfinished_header_is_written_again(tmp_path):
    (tmp_path / "history.csv").write_text("branch,iter")
    history = HistoryFile(tmp_path, COLUMNS, write=True)
    history.append(rows_of(0, [1]))
    history.close()
    assert history.read()[:, 1].tolist() == [1]


@pytest.mark.parametrize("bad", ["0,2,x,0,0,0,0,0\n", "0,2,0\n", "\0\0\0\n", "0,2,0,0,0,0,0,0,0\n"])
def test_a_damaged_row_is_passed_over_with_a_sentence(history, bad):
    history.append(rows_of(0, [1]))
    with history.path.open("a") as file:
        file.write(bad + "0,3,1,1,1,1,1,1\n")
    assert history.read()[:, 1].tolist() == [1, 3]
    assert history.warnings == [f"1 damaged row of {history.path} was passed over"]


def test_other_columns(tmp_path):
    (tmp_path / "history.csv").write_text("step,loss\n1,2\n")
    with pytest.raises(DamagedError, match=r"history.csv is no history of this ganviz \(its first line should be br"):
        HistoryFile(tmp_path, COLUMNS, write=False).read()


def test_the_later_of_two_rows_wins(history):
    history.append(rows_of(0, [1, 2, 3], 0.1))
    history.append(rows_of(1, [2], 0.2))
    history.append(rows_of(0, [2, 4], 0.3))
    assert history.read()[:, :3].tolist() == [[0, 1, 0.1], [0, 3, 0.1], [1, 2, 0.2], [0, 2, 0.3], [0, 4, 0.3]]
    assert history.last_iterations() == {0: 4, 1: 2}


def test_newest_rows_leaves_clean_rows_alone():
    rows = np.vstack([rows_of(0, [1, 2**30]), rows_of(1, [1, 2])])
    assert newest_rows(rows) is rows


def test_rows_beyond_the_resumed_iteration_are_dropped_once(history):
    history.append(np.vstack([rows_of(0, [1, 2, 3]), rows_of(1, [2, 3, 4]), rows_of(10, [9])]))
    assert history.drop_after(1, 2) == 2
    history.append(rows_of(1, [3], 0.9))
    assert history.read()[:, :2].tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [10, 9], [1, 3]]
    before = history.path.stat().st_ino
    assert history.drop_after(1, 3) == 0
    assert history.path.stat().st_ino == before


def test_full_disk_writes_no_half_row(history, monkeypatch, full_disk):
    history.append(rows_of(0, [1]))
    with monkeypatch.context():
        full_disk()
        with pytest.raises(UserError, match=f"the disk of {history.path.parent} is full"):
            history.append(rows_of(0, [2]))
        with pytest.raises(UserError, match="is full"):
            history.sync()
    monkeypatch.undo()
    history.append(rows_of(0, [3]))
    assert history.read()[:, 1].tolist() == [1, 3]


def test_a_disk_that_fills_in_the_middle_of_a_row(history, monkeypatch):
    history.append(rows_of(0, [1]))
    real_write = os.write
    calls = []

    def write(handle, data):
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(handle, data[:5])

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(UserError, match="is full"):
        history.append(rows_of(0, [2]))
    monkeypatch.undo()
    assert history.path.read_bytes().endswith(b"0,1,0.5,0.5,0.5,0.5,0.5,0.5\n")
    history.append(rows_of(0, [3]))
    assert history.read()[:, 1].tolist() == [1, 3]


@pytest.mark.slow
def test_a_million_rows_are_read_in_seconds(history):
    rows = rows_of(0, range(1_000_000))
    rows[:, 2:] = np.random.default_rng(0).normal(size=(1_000_000, 6)).astype(np.float32)
    history.append(rows)
    start = time.process_time()  # what others do meanwhile on this machine does not count
    read = history.read()
    assert time.process_time() - start < 15
    np.testing.assert_array_equal(read[:, :2], rows[:, :2])
    np.testing.assert_array_equal(read.astype(np.float32), rows.astype(np.float32))
