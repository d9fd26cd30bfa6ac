"""The promises that ``ganviz bench`` measures."""

from __future__ import annotations

from ganviz.bench.record import Bench, Bound, Table
from ganviz.settings.registry import UnknownNameError


def _image_bounds(bf16: float) -> tuple[Bound, ...]:
    """What an image game must hold at both sizes; in bf16 it has to be ``bf16`` times as fast, where there is bf16."""
    return tuple(bound for size in ("px256", "px128") for bound in (
        Bound(f"{size}.float32_ratio", ">=", 1.0), Bound(f"{size}.float32_memory_ratio", "<=", 0.95),
        Bound(f"{size}.bf16_ratio", ">=", bf16, optional=True),
        Bound(f"{size}.bf16_memory_ratio", "<=", 0.9, optional=True), Bound(f"{size}.watched_ratio", ">=", 0.85),
        Bound(f"{size}.pictures_share", "<=", 0.1)))


def _watched_bounds(case: str) -> tuple[Bound, ...]:
    """What a game that is watched must hold; what is compiled needs a compiler."""
    compiled = case.endswith("_compiled")
    return (Bound(f"{case}.ratio", ">=", 0.9, compiled), Bound(f"{case}.refresh_hz", ">=", 30, compiled),
            Bound(f"{case}.frame_interval_p99_ms", "<=", 40, compiled))


_WATCHED = ("1d", "2d", "ali", "1d_compiled", "2d_compiled", "ali_compiled", "ganlab_compiled")

_SEEDS = Table("seeds", "seed", {
    "modes": ("modes", 1), "high quality %": ("high_quality", 100), "reverse KL": ("reverse_kl", 1),
    "round trip": ("round_trip", 1), "minutes": ("wall_s", 1 / 60)})

BENCHES = {bench.name: bench for bench in (
    Bench("toy", "iterations/s of the real loop against a plain PyTorch loop of the same game",
          "ganviz.bench.toy:measure",
          (Bound("mlp64.eager_ratio", ">=", 1.2), Bound("ganlab.eager_ratio", ">=", 1.2),
           Bound("mlp64.compiled_ratio", ">=", 2.0, optional=True),
           Bound("ganlab.compiled_ratio", ">=", 2.0, optional=True),
           *(Bound(f"{case}.load_s", "<=", 3, optional=True) for case in ("mlp64", "ganlab"))), minutes=4),
    Bench("live", "training speed with the window open against without it, and how smoothly it paints",
          "ganviz.bench.live:measure",
          (*(bound for case in _WATCHED for bound in _watched_bounds(case)),
           Bound("ganlab_compiled.with_window_it_s", ">=", 1750, optional=True)), minutes=13),
    Bench("startup", "from the start of the process to a painted, usable window",
          "ganviz.bench.startup:measure", (Bound("median_s", "<=", 1.5),), minutes=0.3),
    Bench("memory", "growth over a million iterations, and redrawing a million-point curve",
          "ganviz.bench.memory:measure", (Bound("growth_mb", "<=", 200), Bound("redraw_ms", "<=", 10)), minutes=8),
    Bench("reading", "decoded and varied images of 256 pixels/s on one core",
          "ganviz.bench.reading:measure", (Bound("images_s", ">=", 400),), minutes=0.5),
    Bench("pix2pix", "seconds and memory for an iteration of Pix2Pix against a plain PyTorch loop",
          "ganviz.bench.images:pix2pix", _image_bounds(1.2), minutes=12),
    Bench("cyclegan", "seconds and memory for an iteration of CycleGAN against a plain PyTorch loop",
          "ganviz.bench.images:cyclegan", _image_bounds(1.5), minutes=34),
    Bench("canvas", "seconds from a stroke on the canvas to the generator's answer, while the run trains",
          "ganviz.bench.canvas:measure",
          (Bound("unet_64.nearly_all_s", "<=", 0.3), Bound("unet_256.nearly_all_s", "<=", 1.0)), minutes=2),
    Bench("ali", "modes, quality and round trips of ALI on the grid of 25, from five seeds (an hour)",
          "ganviz.bench.ali:measure",
          (Bound("least_modes", ">=", 25), Bound("least_high_quality", ">=", 0.95),
           Bound("greatest_round_trip", "<=", 0.25), Bound("longest_s", "<=", 1200)), minutes=60, by_name_only=True,
          table=_SEEDS),
    Bench("digits", "what ALI's codes know of digits that it learned without labels (up to an hour)",
          "ganviz.bench.digits:measure",
          (Bound("neighbour_accuracy", ">=", 0.92), Bound("reconstruction_ratio", "<=", 0.7),
           Bound("wall_s", "<=", 3600), Bound("unseen_families", ">=", 1)), minutes=50, by_name_only=True),
)}


def chosen(names: list[str]) -> list[Bench]:
    """The named benches, or all that are not measured by name only.

    Raises:
        UnknownNameError: for a name that there is not.
    """
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        raise UnknownNameError(f"unknown bench {unknown[0]!r}; choose one of {', '.join(BENCHES)}")
    everyday = [name for name, bench in BENCHES.items() if not bench.by_name_only]
    return [BENCHES[name] for name in names or everyday]
