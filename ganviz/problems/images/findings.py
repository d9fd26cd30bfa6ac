"""What is wrong with single files, as data; the sentences for it stand in one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ganviz.settings.errors import UserError


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of fault.

    Attributes:
        one: what is said of one file, after its name.
        many: what is said of several, after their number.
        leaves_out: whether such a file can't be used.
    """

    one: str
    many: str
    leaves_out: bool = True


KINDS: dict[str, FindingKind] = {
    "empty": FindingKind("is empty", "files are empty"),
    "truncated": FindingKind("is cut off", "files are cut off"),
    "damaged": FindingKind("is damaged", "files are damaged"),
    "not_an_image": FindingKind("is not an image", "files are named like images but are none"),
    "too_large": FindingKind("is too large", "images are too large"),
    "too_small": FindingKind("is too small", "images are too small"),
    "unknown_mode": FindingKind("has pixels of a kind that is not known", "images have pixels of a kind not known"),
    "forbidden": FindingKind("may not be read", "files may not be read"),
    "dead_link": FindingKind("is a link that leads nowhere", "links lead nowhere"),
    "too_deep": FindingKind("lies too deep and was not looked at", "folders lie too deep and were not looked at"),
    "unmatched": FindingKind("has no partner of the same name", "files have no partner of the same name"),
    "unlike_sizes": FindingKind("belongs to a pair of unlike sizes, which this preprocessing leaves",
                                "pairs are of unlike sizes, which this preprocessing leaves"),
    "below_crop": FindingKind("is smaller than the window that is cut out",
                              "images are smaller than the window that is cut out"),
    "second": FindingKind("is a second image of this name; the first one is paired",
                          "files are second images of their names; the first ones are paired"),
    "partner": FindingKind("is left out with its partner", "images are left out with their partners"),
    "outside": FindingKind("lies outside the folders of this layout and is not used",
                           "images lie outside the folders of this layout and are not used", leaves_out=False),
    "mislabelled": FindingKind("is named for another format than it holds; it is read by what it holds",
                               "files are named for another format than they hold; they are read by what they hold",
                               leaves_out=False),
    "packed": FindingKind("is not read, since its unpacked form lies beside it",
                          "packed files are not read, since their unpacked forms lie beside them", leaves_out=False),
    "arrays": FindingKind("is a file of arrays and is not used by this layout; choose the file itself to train on it",
                          "files of arrays are not used by this layout; choose one of them itself to train on it",
                          leaves_out=False),
    "handwritten": FindingKind("holds no printed digits: this computer has one family of fonts, and it is trained on",
                               "files hold no printed digits: this computer has one family of fonts, and it is trained "
                               "on", leaves_out=False),
    "odd_width": FindingKind("has an odd width; its last column is dropped",
                             "pairs have an odd width; their last column is dropped", leaves_out=False),
    "duplicate": FindingKind("is both in train and held out", "images are both in train and held out",
                             leaves_out=False),
    "loop": FindingKind("is a link back to a folder that it lies in and was not followed",
                        "links lead back to folders that they lie in and were not followed", leaves_out=False),
    "aside": FindingKind("is another program's folder by its name, and its images are not used",
                         "folders are other programs' by their names, and their images are not used", leaves_out=False),
    "hidden": FindingKind("is hidden and was not looked at", "files are hidden and were not looked at",
                          leaves_out=False),
    "other_file": FindingKind("is not an image and was not looked at", "files are not images and were not looked at",
                              leaves_out=False),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one file: a key of ``KINDS``, the file's path, and what exactly (may be empty)."""

    kind: str
    path: str
    detail: str = ""

    @property
    def leaves_out(self) -> bool:
        """Whether the file can't be used."""
        return KINDS[self.kind].leaves_out

    @property
    def sentence(self) -> str:
        """It in words, without a full stop."""
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.path} {KINDS[self.kind].one}{detail}"


class BadImageError(UserError):
    """One image that can't be used; ``finding`` says why."""

    def __init__(self, kind: str, path: str, detail: str = "") -> None:
        self.finding = Finding(kind, path, detail)
        super().__init__(f"{self.finding.sentence}; replace it, or leave it out")


class NotAgreedError(UserError):
    """Some files can't be used, and nobody agreed to go on without them.

    Args:
        fault: the sentence that names them.
        way: how one agrees where one is, such as an option; empty where nobody can know.
        kinds: what is wrong with them, as keys of ``KINDS``.
    """

    def __init__(self, fault: str, way: str = "", kinds: Collection[str] = ()) -> None:
        self.fault, self.kinds = fault, frozenset(kinds)
        super().__init__(f"{fault}; mend them, or agree to leave them out{f' ({way})' if way else ''}")

    def by(self, way: str) -> NotAgreedError:
        """The same, with another way to agree."""
        return NotAgreedError(self.fault, way, self.kinds)
