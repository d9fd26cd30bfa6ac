"""Images as training data: folders, files of arrays, and demo sets drawn here.

Three kinds of data, one way to each::

    choice = DataChoice(path, kind="pairs" | "unpaired" | "labelled")     choice.py     no torch
             pairs(settings), unpaired(settings), labelled(settings)      choosing.py   no torch
    found = inspect(choice, watch)                                        inspection.py no torch
    found.report                  plain facts, sentences and thumbnails for a person    report.py
    listing = found.listing(agreed)          the good files; NotAgreedError if some are bad and nobody agreed
    data = open_pairs(listing, preprocessing, augmentation, seed, watch=watch)          paired.py
           open_unpaired(...)                                                           unpaired.py
           open_labelled(...)                                                           labelled.py

``path`` is a folder, a file of arrays, or ``demo:icons``, ``demo:facades``, ``demo:styles``, ``demo:digits``.

What all three offer:

- ``fingerprint``: a hexadecimal SHA-256 of the names and the pixels, for ``run.json``.
- ``batch(k, size)``: iteration k's batch (k from 0), a function of (seed, k, size) alone; float32, (n, C, H, W), -1..1.
- ``epoch(k, size)``: how many epochs are complete before iteration k, a float.
- ``length(split)``, ``names(split)``: ``split`` is "train", "val" or "test"; ``held_out`` names the split to watch
  ("val" where there is one, else "test").
- ``examples(split, indices)``: the same examples without augmentation, prepared as for evaluation.
- ``sizes``: every (height, width) that images have once they are cut; ``close()`` lets go of threads.

Pairs and piles say too which of these sizes training images have: ``train_sizes``, a set for each pile that is drawn
from by itself.

Batches name their examples in ``which`` (``which_a``, ``which_b``), places in the split.

``PairedImages`` gives ``PairBatch(a, b)``. ``UnpairedImages`` gives ``UnpairedBatch(a, b)``, takes ``side`` ("A" or
"B") after the split in ``length``, ``names`` and ``examples``, and has ``truth(split)``: pairs (index in A, index in
B) that are the same picture, where that is known. ``LabelledImages`` gives ``LabelledBatch(x, y)`` (y int64, -1 without
labels) and has ``classes`` and ``labels(split)``.

A folder that goes away while it is read raises ``FolderGoneError``: ask its ``is_back()`` and call again. A watch that
says so raises ``ReadingCancelledError``. Everything else that a user can mend is a ``UserError``.

For single files (``ganviz apply``): ``decoding.read_image`` -> uint8 (H, W, C), ``tensors.to_tensor`` and
``tensors.to_pixels`` between that and -1..1, ``tree.image_files`` for a folder.
"""
