import weakref

import numpy as np
import pytest
import torch
from ali_pictures import Pictures, ali
from image_sets import Pairs, Piles, cyclegan, pix2pix

from ganviz.games.translation_report import as_saved, quick_report
from ganviz.metrics.features import features
from ganviz.metrics.image_scores import l1, psnr, ssim
from ganviz.metrics.kid import kernel_distance


class Watched:
    """Mixed into a set of images: the most of its images that were alive at once."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.alive, self.most = [], 0

    def examples(self, *args):
        found = super().examples(*args)
        tensors = [found] if isinstance(found, torch.Tensor) else [part for part in found if part is not None]
        self.alive = [known for known in self.alive if known() is not None] + [weakref.ref(t) for t in tensors]
        self.most = max(self.most, sum(len(t) for known in self.alive if (t := known()) is not None))
        return found


class WatchedPairs(Watched, Pairs):
    pass


class WatchedPiles(Watched, Piles):
    pass


class Strangers(Piles):
    """Nobody knows which of them are the same picture."""

    def truth(self, split):
        return ()


class WatchedPictures(Watched, Pictures):
    pass


@pytest.mark.parametrize(("make", "images"), [(pix2pix, WatchedPairs(n=24)), (cyclegan, WatchedPiles(n=24))],
                         ids=["pix2pix", "cyclegan"])
def test_a_split_is_measured_without_being_held(make, images):
    assert make(images=images).report("val")["kid"] < np.inf
    assert 0 < images.most <= 8


def test_codes_of_a_split_are_found_without_its_images_being_held():
    images = WatchedPictures(n=1600)
    assert ali(images=images).evaluate()["images"] == 1600
    assert 0 < images.most < 3 * 1000


@torch.no_grad()
def test_measures_of_pairs_are_those_of_all_images_at_once():
    game = pix2pix(images=Pairs(n=5))
    x, y = game.images.sides["A"], as_saved(game.images.sides["B"])
    made = torch.cat([as_saved(game.translate(each[None])) for each in x])
    plain = y.mean((0, 2, 3))[None, :, None, None].expand_as(y)
    report = game.report("val")
    for found, images in ((report, made), (report["copy"], as_saved(x)), (report["mean_colour"], plain)):
        for name, measure in (("l1", l1), ("psnr", psnr), ("ssim", ssim)):
            assert found[name] == pytest.approx(measure(images, y).double().mean().item(), rel=1e-5)
        assert found["kid"] == pytest.approx(kernel_distance(features(images), features(y), paired=True), rel=1e-4)


@torch.no_grad()
def test_measures_of_piles_are_those_of_all_images_at_once():
    game = cyclegan(images=Piles(n=5))
    x, y = game.images.sides["A"], game.images.sides["B"]
    made = torch.cat([game.G_A(each[None]) for each in x])
    back = torch.cat([game.G_B(each[None]) for each in made])
    report = game.report("val")
    there = report["a_to_b"]
    assert there["cycle"] == pytest.approx(l1(as_saved(back), as_saved(x)).double().mean().item(), rel=1e-5)
    assert there["kid"] == pytest.approx(kernel_distance(features(as_saved(made)), features(as_saved(y))), rel=1e-4)
    assert report["truth"]["a_to_b"] == pytest.approx(l1(as_saved(made), as_saved(y)).double().mean().item(), rel=1e-5)
    assert report["truth"]["copy"] == pytest.approx(l1(as_saved(x), as_saved(y)).double().mean().item(), rel=1e-5)


@torch.no_grad()
def test_what_is_looked_at_while_it_trains_tells_both_ways_and_the_true_errors():
    game = cyclegan(images=Piles(n=5))
    report, quick = game.report("val"), quick_report(game)
    assert game.facts()["truth"]
    for way in ("a_to_b", "b_to_a"):
        of_way = report[way]
        assert quick[f"kid_{way}"] == pytest.approx([of_way["kid"], of_way["copy"]["kid"]])
        assert quick[f"cycle_{way}"] == pytest.approx([of_way["cycle"], np.nan], nan_ok=True)
        assert quick[f"truth_{way}"] == pytest.approx([report["truth"][way], report["truth"]["copy"]])
    assert quick["kid"][0] == pytest.approx((quick["kid_a_to_b"][0] + quick["kid_b_to_a"][0]) / 2)


def test_where_no_twins_are_known_nothing_is_told_of_true_errors():
    game = cyclegan(images=Strangers(n=5))
    assert not game.facts()["truth"]
    assert not [name for name in quick_report(game) if name.startswith("truth")]
