"""The sample pictures beside checkpoints, read again: the same samples, on the way to the present."""

import numpy as np
import pytest

from ganviz.training.folder.samples import past_results, write_samples
from ganviz.training.messages import BranchInfo

NAMES = {"output": ["a.png", "b.png"]}
BRANCHES = (BranchInfo(0, None, 0, 90), BranchInfo(1, 0, 40, 120), BranchInfo(2, 0, 60, 80))


def picture(folder, branch, iteration, names=NAMES["output"]):
    """Two rows of input and output; the outputs have the iteration for a colour."""
    pixels = np.zeros((10, 11, 3), np.uint8)
    pixels[:4, 6:] = iteration
    pixels[6:, 6:] = iteration + 1
    boxes = [[6, 0, 5, 4], [6, 6, 5, 4]]
    return write_samples(folder, (branch, iteration), pixels, {"output": {"names": names, "boxes": boxes}})


def recalled(folder, branch=0, iteration=100, most=50):
    return list(past_results(folder, BRANCHES, (branch, iteration), NAMES, most))


def test_results_come_back_oldest_first(tmp_path):
    for iteration in (30, 0, 20, 100):
        picture(tmp_path, 0, iteration)
    found = recalled(tmp_path)
    assert [iteration for iteration, _ in found] == [0, 20, 30], "the present one is shown by the trainer"
    outputs = found[-1][1]["output"]
    assert outputs.shape == (2, 4, 5, 3)
    assert (outputs[0] == 30).all()
    assert (outputs[1] == 31).all()


def test_only_what_lies_on_the_way_of_the_branch_is_shown(tmp_path):
    for branch, iteration in ((0, 20), (0, 40), (0, 70), (1, 50), (1, 110), (2, 65)):
        picture(tmp_path, branch, iteration)
    assert [iteration for iteration, _ in recalled(tmp_path, 1, 105)] == [20, 50]
    assert [iteration for iteration, _ in recalled(tmp_path, 2)] == [20, 40, 65]


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(path.read_bytes()[:60]), lambda path: path.write_bytes(b""),
    lambda path: picture(path.parents[1], 0, 20, ["a.png", "c.png"]),
    lambda path: write_samples(path.parents[1], (0, 20), np.zeros((4, 4, 3), np.uint8), {}),
    lambda path: path.rename(path.with_name("holiday.png"))], ids=["cut", "empty", "other", "nothing", "foreign"])
def test_other_samples_and_damaged_pictures_are_passed_over(tmp_path, damage):
    picture(tmp_path, 0, 10)
    damage(picture(tmp_path, 0, 20))
    assert [iteration for iteration, _ in recalled(tmp_path)] == [10]


def test_no_more_pictures_are_read_than_are_wanted(tmp_path):
    for iteration in range(0, 80, 2):
        picture(tmp_path, 0, iteration)
    found = [iteration for iteration, _ in recalled(tmp_path, most=12)]
    assert (found[0], len(found)) == (0, 10)


def test_without_pictures_there_are_none(tmp_path):
    assert recalled(tmp_path) == []
