"""Large arrays between processes: what comes out is what went in, frozen, and the reader's own."""

from __future__ import annotations

import multiprocessing
import pickle

import numpy as np
import pytest

from ganviz.training import messages as m
from ganviz.training.shared import LEAST_BYTES, Placed, SharedBuffers

BUFFER = 16 * 1024 * 1024


@pytest.fixture
def buffers():
    return SharedBuffers(multiprocessing.get_context("spawn"))


def report(arrays, history=None, substep=None):
    progress = m.Progress(m.Mode.PLAYING, 7, 0, 0.0, {}, None, 0, 0.0, (), (), {}, {}, 1)
    rows = np.empty((0, 8)) if history is None else history
    return m.Report(3, progress, rows, 7, True, arrays, substep)


def random(*shape, dtype=np.float64):
    return np.random.default_rng(0).integers(0, 255, shape).astype(dtype)


@pytest.mark.parametrize("array", [
    random(64, 64), random(512, 512), random(300, 400, 3, dtype=np.uint8), random(90_000, dtype=np.float32),
    random(200, 300, dtype=np.int64).T, random(400, 400)[::2, ::3], np.empty((0, 5)), np.array(2.5),
    random(40_000, dtype=">f8"), np.arange(70_000) % 2 == 0,
], ids=lambda array: f"{array.dtype}{array.shape}")
def test_an_array_comes_out_as_it_went_in(buffers, array):
    packed = buffers.pack(report({"layer.part": array}))
    found = buffers.unpack(pickle.loads(pickle.dumps(packed))).arrays["layer.part"]
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(found, array)
    assert not found.flags.writeable


def test_large_arrays_do_not_pass_through_the_pipe(buffers):
    packed = buffers.pack(report({"small": np.zeros(LEAST_BYTES // 8 - 1), "large": np.zeros(LEAST_BYTES // 8)},
                                 history=np.zeros((20_000, 8))))
    assert isinstance(packed.arrays["small"], np.ndarray)
    assert isinstance(packed.arrays["large"], Placed)
    assert isinstance(packed.history, Placed)
    assert len(pickle.dumps(packed)) < 2 * LEAST_BYTES


def test_arrays_do_not_overlap(buffers):
    arrays = {str(number): random(100 + number, 99) + number for number in range(20)}
    found = buffers.unpack(buffers.pack(report(arrays, history=random(10_000, 8))))
    for name, array in arrays.items():
        np.testing.assert_array_equal(found.arrays[name], array)
    np.testing.assert_array_equal(found.history, random(10_000, 8))


def test_what_does_not_fit_goes_through_the_pipe_whole(buffers):
    arrays = {"first": random(BUFFER // 8 - 8_192), "second": random(BUFFER // 8 - 8_192)}
    packed = buffers.pack(report(arrays))
    assert [type(array) for array in packed.arrays.values()] == [Placed, np.ndarray]
    found = buffers.unpack(packed)
    for name, array in arrays.items():
        np.testing.assert_array_equal(found.arrays[name], array)


def test_a_report_stays_what_it_was_when_the_next_ones_come(buffers):
    first = buffers.unpack(buffers.pack(report({"a": np.full(20_000, 1.0)})))
    for value in (2.0, 3.0, 4.0):
        buffers.unpack(buffers.pack(report({"a": np.full(20_000, value)})))
    np.testing.assert_array_equal(first.arrays["a"], 1.0)


def test_the_report_before_may_be_read_while_the_next_is_packed(buffers):
    packed = buffers.pack(report({"a": np.full(20_000, 1.0)}))
    buffers.pack(report({"a": np.full(20_000, 2.0)}))
    np.testing.assert_array_equal(buffers.unpack(packed).arrays["a"], 1.0)


def test_the_arrays_of_a_sub_step_travel_too(buffers):
    substep = m.SubstepInfo("d.generate", 2, 11, {"fake": random(5_000, 2), "z": random(10, 2)})
    packed = buffers.pack(report({}, substep=substep))
    assert isinstance(packed.substep.arrays["fake"], Placed)
    found = buffers.unpack(packed).substep
    assert (found.id, found.index, found.of) == ("d.generate", 2, 11)
    np.testing.assert_array_equal(found.arrays["fake"], random(5_000, 2))
    np.testing.assert_array_equal(found.arrays["z"], random(10, 2))
