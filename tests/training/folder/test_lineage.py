"""The tree of branches against a plain simulation of what the user did."""

from itertools import product

import pytest

from ganviz.training.folder.events import BranchEvent, ChangeEvent, StepEvent
from ganviz.training.folder.lineage import Branches, Segment
from ganviz.training.messages import BranchInfo

LENGTH = 6


def change(branch, iteration, value):
    return ChangeEvent(branch, iteration, {"rate": value})


def histories():
    """Every tree of two forks: branch 1 leaves 0, branch 2 leaves 0 or 1, each anywhere."""
    return list(product(range(LENGTH), (0, 1), range(LENGTH)))


def simulate(first, parent, second):
    """What each branch went through, by copying lists: iteration k of it was played with changes[k]."""
    paths = {0: [(0, k) for k in range(LENGTH)]}
    paths[1] = paths[0][:first] + [(1, k) for k in range(first, LENGTH)]
    paths[2] = paths[parent][:second] + [(2, k) for k in range(second, LENGTH)]
    return paths


@pytest.mark.parametrize(("first", "parent", "second"), histories())
def test_every_small_tree_against_the_simulation(first, parent, second):
    forks = [BranchEvent(branch=1, parent=0, iteration=first),
             BranchEvent(branch=2, parent=parent, iteration=second)]
    changes = [change(branch, k, f"{branch}.{k}") for branch in range(3) for k in range(LENGTH)]
    branches = Branches([*reversed(changes), *forks])
    for branch, path in simulate(first, parent, second).items():
        for start, end in product(range(LENGTH), repeat=2):
            found = [(event.branch, event.iteration) for event in branches.events_between(branch, start, end)]
            assert found == path[start:end]
        for k in range(LENGTH):
            assert branches.settings_at(branch, k, {"rate": "initial"}) == {"rate": "{}.{}".format(*path[k])}
        covered = [(s.branch, k) for s in branches.lineage(branch)
                   for k in range(s.start, LENGTH if s.end is None else s.end)]
        assert covered == path


def test_without_events():
    branches = Branches([])
    assert (branches.ids, branches.active, branches.parent(0), branches.fork(0)) == ((0,), 0, None, 0)
    assert branches.lineage(0) == [Segment(0, 0, None)]
    assert branches.settings_at(0, 5, {"rate": 1}) == {"rate": 1}


def test_a_branch_from_before_its_parents_fork_passes_through():
    branches = Branches([BranchEvent(branch=1, parent=0, iteration=100),
                         BranchEvent(branch=2, parent=1, iteration=50)])
    assert branches.lineage(1) == [Segment(0, 0, 100), Segment(1, 100, None)]
    assert branches.lineage(2) == [Segment(0, 0, 50), Segment(2, 50, None)]
    assert (branches.active, branches.parent(2), branches.fork(2)) == (2, 1, 50)


def test_events_of_one_iteration_keep_their_order():
    listed = [change(0, 5, 1), StepEvent(0, 5, "d"), change(0, 5, 2), change(0, 3, 0)]
    branches = Branches(listed)
    assert branches.events_between(0, 0, None) == [listed[3], *listed[:3]]
    assert branches.settings_at(0, 4, {})["rate"] == 0
    assert branches.settings_at(0, 5, {"other": 1}) == {"other": 1, "rate": 2}


def test_a_parents_change_at_the_fork_is_left_behind():
    branches = Branches([change(0, 10, 1), change(0, 20, 2), BranchEvent(branch=1, parent=0, iteration=20)])
    assert branches.settings_at(0, 20, {})["rate"] == 2
    assert branches.settings_at(1, 20, {})["rate"] == 1
    assert branches.settings_at(1, 99, {})["rate"] == 1


def test_infos():
    branches = Branches([BranchEvent(branch=1, parent=0, iteration=20),
                         BranchEvent(branch=2, parent=1, iteration=30)])
    assert branches.infos({0: 50, 1: 40}) == (BranchInfo(0, None, 0, 50), BranchInfo(1, 0, 20, 40),
                                              BranchInfo(2, 1, 30, 30))
