"""The bench ``toy``: the operations that it counts, what it measures with a compiler, and what it says without one."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

import pytest
import torch

from ganviz.bench import toy
from ganviz.bench.products import Products
from ganviz.bench.registry import BENCHES
from ganviz.games.toy import ToyGame
from ganviz.settings.toy import Game2DSettings


def figures_of(module, case, *words, tell, environment):
    """In place of a process that measures."""
    names = ("ratio", "it_s", "plain_it_s", "products_it_s", "operations", "rounds", "iterations_per_round",
             "limit_ratio", "load_s", "compile_s")
    return dict.fromkeys(names, 5.0)


def layers(sizes):
    """The multiplications and additions of each layer, for one sample."""
    return [2 * inputs * outputs for inputs, outputs in pairwise(sizes)]


def test_the_operations_are_those_of_a_count_by_hand():
    n, latent, g_width, d_width = 10, 3, 5, 7
    settings = Game2DSettings(batch_size=n, latent_dim=latent, depth_g=2, width_g=g_width, depth_d=2, width_d=d_width)
    g, d = layers([latent, g_width, g_width, 2]), layers([2, d_width, d_width, 1])
    # D judges two batches; there is a product for the gradient of each layer's weights, and one for that of its inputs,
    # but not of the samples.
    update_d = n * sum(g) + 2 * n * (sum(d) + sum(d) + sum(d[1:]))
    update_g = n * (sum(g) + sum(d) + sum(d) + sum(g) + sum(g[1:]))  # D passes the gradient on, and has none itself
    assert Products(ToyGame(settings, 1, torch.device("cpu"))).operations == update_d + update_g


@pytest.mark.parametrize("compiler", ["c++", None])
def test_without_a_compiler_the_compiled_engine_is_left_out_and_a_note_says_so(monkeypatch, compiler):
    monkeypatch.setattr(toy, "measure_in_child", figures_of)
    monkeypatch.setattr(toy, "find_compiler", lambda: compiler)
    found = BENCHES["toy"].measure(1.0, lambda _: None)
    judged = {bound["figure"]: bound["holds"] for bound in found["bounds"]}
    assert judged["mlp64.eager_ratio"] is True
    assert judged["mlp64.compiled_ratio"] is (True if compiler else None)
    assert judged["ganlab.load_s"] is (False if compiler else None)
    assert ("note" in found) is (compiler is None)
    assert found["holds"] is (compiler is None), "5 s to load code are too many"
    assert {"eager_it_s", "plain_it_s", "products_it_s", "operations"} <= found["mlp64"].keys()


@pytest.mark.slow
def test_it_measures_both_engines_at_a_small_scale(monkeypatch):
    monkeypatch.setattr(toy, "CASES", {"mlp64": toy.CASES["mlp64"]})
    told = []
    figures = toy.measure(0.01, told.append)["mlp64"]
    assert (figures["rounds"], figures["iterations_per_round"]) == (2, 64)
    assert all(isfinite(value) and value > 0 for value in figures.values())
    assert {"eager_ratio", "compiled_ratio", "limit_ratio", "compile_s", "load_s"} <= figures.keys()
    assert told
