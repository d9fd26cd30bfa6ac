"""The cache on disk: bounded, shared, checked, cancelled, made again."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from ganviz.problems.images.cache import cache as cache_module
from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.cache.entry import CorruptEntryError, entry_bytes, open_entry, write_entry
from ganviz.problems.images.paired import open_pairs
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Preprocessing
from ganviz.problems.images.stores import CachedStore, DirectStore, open_store
from ganviz.problems.images.watching import ReadingCancelledError, Watch

from .files import look, pictures

SHAPES = [(3, 5, 7), (1, 8, 8), (3, 20, 10)]
IMAGES = [np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8) for seed, shape in enumerate(SHAPES)]
SIZE = entry_bytes(SHAPES)


def never():
    raise AssertionError("nothing should be decoded")


def equal(entry):
    return all(np.array_equal(entry.read(index), image) for index, image in enumerate(IMAGES))


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "a.images"
    write_entry(path, SHAPES, IMAGES)
    entry = open_entry(path, Watch())
    assert equal(entry)
    assert entry.block() is None
    assert path.stat().st_size == SIZE
    assert not entry.read(0).flags.writeable


def test_images_of_one_shape_lie_in_one_block(tmp_path):
    images = [np.full((3, 4, 4), value, np.uint8) for value in range(5)]
    write_entry(tmp_path / "a.images", [(3, 4, 4)] * 5, images)
    assert np.array_equal(open_entry(tmp_path / "a.images", Watch()).block(), np.stack(images))


@pytest.mark.parametrize("harm", [
    lambda data: data[:10], lambda data: data[:-1], lambda data: data + b"x", lambda data: b"X" + data[1:],
    lambda data: data[:45] + bytes([data[45] ^ 1]) + data[46:],
    lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:], lambda data: b""])
def test_a_corrupt_entry_is_made_again(tmp_path, harm):
    cache = Cache(tmp_path)
    cache.entry("a", SHAPES, lambda: IMAGES, Watch())
    path = tmp_path / "a.images"
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(CorruptEntryError):
        open_entry(path, Watch())
    assert equal(Cache(tmp_path).entry("a", SHAPES, lambda: IMAGES, Watch()))
    assert equal(Cache(tmp_path).entry("a", SHAPES, never, Watch()))


def test_the_oldest_make_room(tmp_path):
    for number in range(4):
        Cache(tmp_path, 3 * SIZE).entry(str(number), SHAPES, lambda: IMAGES, Watch())
        os.utime(tmp_path / f"{number}.images", (number, number))
        if number == 2:
            os.utime(tmp_path / "0.images", (5, 5))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.images", "2.images", "3.images"]


def test_using_an_entry_makes_it_young(tmp_path):
    for number in range(2):
        Cache(tmp_path, 2 * SIZE).entry(str(number), SHAPES, lambda: IMAGES, Watch())
        os.utime(tmp_path / f"{number}.images", (number, number))
    Cache(tmp_path).entry("0", SHAPES, never, Watch())
    Cache(tmp_path, 2 * SIZE).entry("2", SHAPES, lambda: IMAGES, Watch())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.images", "2.images"]


def test_what_is_in_use_is_not_removed_for_the_next(tmp_path):
    cache = Cache(tmp_path, SIZE)
    first = cache.entry("a", SHAPES, lambda: IMAGES, Watch())
    assert cache.entry("b", SHAPES, never, Watch()) is None
    assert equal(first)


def test_an_entry_larger_than_the_bound_is_not_made_and_takes_nobody_s_place(tmp_path):
    assert Cache(tmp_path, SIZE - 1).entry("a", SHAPES, never, Watch()) is None
    Cache(tmp_path).entry("other", SHAPES, lambda: IMAGES, Watch())
    assert Cache(tmp_path, SIZE - 1).entry("a", SHAPES, never, Watch()) is None
    assert equal(Cache(tmp_path).entry("other", SHAPES, never, Watch()))
    assert Cache(tmp_path, SIZE).entry("a", SHAPES, lambda: IMAGES, Watch()) is not None


def test_a_full_or_read_only_disk(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_module, "write_entry", full)
    assert Cache(tmp_path).entry("a", SHAPES, lambda: IMAGES, Watch()) is None
    (tmp_path / "file").touch()
    assert Cache(tmp_path / "file" / "below").entry("a", SHAPES, never, Watch()) is None


def test_little_space_is_left_to_others(tmp_path, monkeypatch):
    usage = cache_module.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(cache_module.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000_000))
    assert Cache(tmp_path).entry("a", SHAPES, never, Watch()) is None


def test_cancelled_while_decoding(tmp_path):
    pictures(tmp_path / "pairs", *(f"{number}" for number in range(60)), width=32)
    listing = look(tmp_path / "pairs").listing()
    seen = []
    watch = Watch(lambda stage, done, total: seen.append((stage, done, total)), lambda: len(seen) >= 2)
    with pytest.raises(ReadingCancelledError):
        open_pairs(listing, Preprocessing(load_size=128, crop_size=64), NO_AUGMENTATION, 0,
                   cache=Cache(tmp_path / "c"), watch=watch)
    assert seen[0][0] == "decode"
    assert 0 < seen[0][1] < seen[0][2]
    assert list((tmp_path / "c").iterdir()) == []


def test_progress_reaches_the_end(tmp_path):
    pictures(tmp_path / "pairs", *"abcdef", width=32)
    seen = []
    listing = look(tmp_path / "pairs").listing()
    open_pairs(listing, Preprocessing(load_size=16, crop_size=16), NO_AUGMENTATION, 0, cache=Cache(tmp_path / "c"),
               watch=Watch(lambda stage, done, total: seen.append((stage, done, total))))
    for stage in ("decode", "verify"):
        _, done, total = [step for step in seen if step[0] == stage][-1]
        assert done == total > 0


def test_what_a_killed_process_left_is_cleared_after_a_day(tmp_path):
    young, old = tmp_path / ".tmp-1-a.images", tmp_path / ".tmp-2-a.images"
    for path in (young, old):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    Cache(tmp_path).entry("a", SHAPES, lambda: IMAGES, Watch())
    assert young.exists()
    assert not old.exists()


def test_two_processes_at_once(tmp_path):
    """Both fill the same cache while each finds what it needs."""
    code = ("import sys\nfrom pathlib import Path\nimport numpy as np\n"
            "from ganviz.problems.images.cache.cache import Cache\n"
            "from ganviz.problems.images.watching import Watch\n"
            "images = [np.full((3, 64, 64), value, np.uint8) for value in range(20)]\n"
            "for number in range(20):\n"
            "    entry = Cache(Path(sys.argv[1]), 3 * 20 * 3 * 64 * 64 + 2000).entry(\n"
            "        str(number % 5), [(3, 64, 64)] * 20, lambda: images, Watch())\n"
            "    assert entry is None or all((entry.read(value) == value).all() for value in range(20))\n"
            "    assert len(list(Path(sys.argv[1]).glob('*.images'))) <= 5\n")
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(2)]
    assert [process.wait(600) for process in running] == [0, 0]
    assert not list(tmp_path.glob(".tmp-*"))


def test_the_key_depends_on_pixels_and_preprocessing_alone(tmp_path):
    pictures(tmp_path / "one", *"abcdef", width=32)
    listing = look(tmp_path / "one").listing()
    cache = Cache(tmp_path / "c")

    def count(found, **chosen):
        open_pairs(found, Preprocessing(**chosen), NO_AUGMENTATION, 0, cache=cache)
        return len(list((tmp_path / "c").iterdir()))

    first = count(listing, load_size=20, crop_size=16)
    assert count(listing, load_size=20, crop_size=16) == first
    moved = look((tmp_path / "one").rename(tmp_path / "two")).listing()
    assert count(moved, load_size=20, crop_size=16) == first
    assert count(moved, load_size=20, crop_size=16, background=(0, 0, 0)) > first


def test_a_set_without_room_is_read_from_its_files(tmp_path):
    pictures(tmp_path / "one", *"abcdef", width=32)
    listing = look(tmp_path / "one").listing()
    batches = []
    for most in (0, 1_000_000):
        data = open_pairs(listing, Preprocessing(load_size=20, crop_size=16), NO_AUGMENTATION, 0,
                          cache=Cache(tmp_path / str(most), most))
        batches.append([data.batch(k, 2) for k in range(6)])
        store = open_store(data._piles.training(None).loader, Cache(tmp_path / str(most), most), Watch())
        assert isinstance(store, CachedStore if most else DirectStore)
        data.close()
    assert all((direct.a == cached.a).all() and (direct.b == cached.b).all()
               for direct, cached in zip(*batches, strict=True))
