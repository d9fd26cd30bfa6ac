import shutil

import numpy as np
import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.events import BranchEvent
from ganviz.training.folder.follow import Follower


def rows_of(branch, iterations):
    rows = np.full((len(iterations), 8), 0.5)
    rows[:, 0], rows[:, 1] = branch, iterations
    return rows


def polled(follower):
    news = follower.poll()
    return news.rows[:, :2].astype(int).tolist(), news.restarted


def test_new_rows_come_once(run):
    follower = Follower(run.path)
    assert polled(follower) == ([], False)
    run.history.append(rows_of(0, [1, 2]))
    assert polled(follower) == ([[0, 1], [0, 2]], False)
    assert polled(follower) == ([], False)
    run.history.append(rows_of(0, [3]))
    assert polled(follower) == ([[0, 3]], False)


def test_a_row_is_read_when_it_is_finished(run):
    follower = Follower(run.path)
    with (run.path / "history.csv").open("a") as file:
        file.write("0,1,1,1,1")
        file.flush()
        assert polled(follower) == ([], False)
        file.write(",1,1,1\n")
        file.flush()
        assert polled(follower) == ([[0, 1]], False)


def test_a_rewritten_history_comes_whole_again(run):
    follower = Follower(run.path)
    run.history.append(rows_of(0, [1, 2, 3]))
    follower.poll()
    run.history.drop_after(0, 2)
    run.history.append(rows_of(0, [3, 4]))
    assert polled(follower) == ([[0, 1], [0, 2], [0, 3], [0, 4]], True)
    assert polled(follower) == ([], False)


def test_checkpoints_and_branches(run, make_checkpoint):
    follower = Follower(run.path)
    assert follower.newest(0) is None
    run.checkpoints.save(make_checkpoint(0, 100))
    run.events.append(BranchEvent(branch=1, parent=0, iteration=100))
    news = follower.poll()
    assert news.checkpoints == ((0, 100),)
    assert news.branches.active == 1
    assert follower.newest(1).iteration == 100
    run.checkpoints.save(make_checkpoint(1, 150))
    assert follower.newest(1).branch == 1
    (run.path / "checkpoints" / "1-000000150" / "state.json").unlink()
    assert follower.newest(1).branch == 0
    assert len(follower.warnings) == 1


def test_following_writes_nothing(run):
    before = sorted((path, path.stat().st_mtime_ns) for path in run.path.rglob("*"))
    Follower(run.path).poll()
    assert sorted((path, path.stat().st_mtime_ns) for path in run.path.rglob("*")) == before


def test_a_run_that_vanishes(run):
    follower = Follower(run.path)
    run.history.append(rows_of(0, [1]))
    follower.poll()
    shutil.rmtree(run.path)
    news = follower.poll()
    assert (len(news.rows), news.checkpoints) == (0, ())
    with pytest.raises(UserError, match="does not exist; check the path"):
        Follower(run.path)
