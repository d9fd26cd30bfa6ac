"""Every draw is a function of (seed, stream, iteration) alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganviz.games.draws import BlockDraws, Stream, generator, stream_seed

CPU = torch.device("cpu")


def normal(n, source):
    return torch.randn(n, 2, generator=source)


def draws(seed=1, stream=Stream.REAL):
    return BlockDraws(normal, seed, stream, CPU)


@pytest.mark.parametrize(("updates", "batch"), [(1, 256), (3, 7), (1, 60_000), (2, 65_536)])
def test_any_order_and_any_instance_give_the_same_draws(updates, batch):
    one, ks = draws(), [0, 1, 2, 63, 64, 65, 128, 5]
    forward = {k: one.at(k, updates, batch).clone() for k in sorted(ks)}
    for k in ks:
        assert torch.equal(one.at(k, updates, batch), forward[k])
        assert torch.equal(draws().at(k, updates, batch), forward[k])
        assert forward[k].shape == (updates, batch, 2)


def test_no_two_iterations_share_their_draws_across_block_boundaries():
    one = draws()
    all_of_them = torch.cat([one.at(k, 1, 16).reshape(-1) for k in range(200)])
    assert all_of_them.unique().numel() > 0.999 * all_of_them.numel()


def test_an_update_of_an_iteration_has_draws_of_its_own():
    first, second = draws().at(3, 2, 16)
    assert not torch.equal(first, second)


def test_a_changed_batch_or_number_of_updates_is_a_function_too():
    one = draws()
    for updates, batch in [(1, 256), (1, 128), (2, 128), (1, 256)]:
        assert torch.equal(one.at(70, updates, batch), draws().at(70, updates, batch))


def test_streams_and_seeds_are_independent():
    columns = [draws(seed, stream).at(0, 1, 4096).reshape(-1).numpy()
               for seed in (1, 2) for stream in (Stream.REAL, Stream.LATENT_D, Stream.LATENT_G)]
    correlation = np.corrcoef(columns) - np.eye(6)
    assert np.abs(correlation).max() < 5 / np.sqrt(len(columns[0]))


def test_stream_seeds_do_not_meet():
    seeds = {stream_seed(seed, stream, k) for seed in range(20) for stream in Stream for k in range(100)}
    assert len(seeds) == 20 * len(Stream) * 100
    assert all(0 <= seed < 2**64 for seed in seeds)


def test_draws_leave_the_global_generator_alone():
    before = torch.get_rng_state()
    draws().at(0, 1, 8)
    generator(1, Stream.VIEW).initial_seed()
    assert torch.equal(torch.get_rng_state(), before)
