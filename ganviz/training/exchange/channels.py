"""The channels of a checkpoint's networks: each network takes what the others make."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganviz.settings.errors import UserError

Read = Mapping[str, Mapping[str, Any]]
"""What was recognised of each network, by its name in files."""

_KNOWN = (1, 3)


def check_channels(game: str, generators: Read, discriminators: Read, files: Mapping[str, Path]) -> None:
    """See whether the networks fit each other and images here, which have 1 channel or 3.

    Raises:
        UserError: naming the file and its channels.
    """
    first = next(iter(generators.values()))
    a, b = first["inputs"], first["outputs"]
    for name, each in generators.items():
        for what, count in (("takes", each["inputs"]), ("makes", each["outputs"])):
            if count not in _KNOWN:
                raise UserError(f"{files[name]} {what} images of {count} channels; images here have 1 (grey) or 3 "
                                "(colours), so choose other checkpoints")
    if game == "cyclegan" and (generators["G_B"]["inputs"], generators["G_B"]["outputs"]) != (b, a):
        raise UserError(f"{files['G_B']} does not lead back from {b} to {_channels(a)}, which {files['G_A'].name} "
                        "leads from A to B; take both from one run")
    judged = {"D": (a + b, f"the {a} of the input and the {b} of the output together"),
              "D_A": (b, "as images of side B have"), "D_B": (a, "as images of side A have")}
    for name, each in discriminators.items():
        wanted, why = judged[name]
        if each["inputs"] != wanted:
            raise UserError(f"{files[name]} judges {_channels(each['inputs'])}, and beside these generators it has to "
                            f"judge {wanted}, {why}; add the discriminator that was trained with them, or take it "
                            "away to import the generators alone")


def _channels(count: int) -> str:
    return f"{count} channel{'' if count == 1 else 's'}"
