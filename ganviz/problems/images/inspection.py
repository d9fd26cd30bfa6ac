"""Look at what the user chose: recognise it, survey it, report on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ganviz.problems.images.cache.place import cache_folder
from ganviz.problems.images.choice import SPLITS, DataChoice
from ganviz.problems.images.division import divide
from ganviz.problems.images.examples import Example, Pile, Piles
from ganviz.problems.images.findings import NotAgreedError
from ganviz.problems.images.fitness import check_enough, check_fitting, with_pairs
from ganviz.problems.images.layouts.recognise import Recognised, recognise
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.memory import Remembered
from ganviz.problems.images.misfits import without_misfits
from ganviz.problems.images.noting import noted
from ganviz.problems.images.offering import check_demo
from ganviz.problems.images.report import Report
from ganviz.problems.images.reporting import report_on
from ganviz.problems.images.survey import Surveyed, survey
from ganviz.problems.images.watching import Watch
from ganviz.settings.image_names import DEMOS

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found; ``good`` is what can be used, ``report`` what to tell the user."""

    choice: DataChoice
    report: Report
    good: Listing

    def listing(self, agreed: bool = False) -> Listing:
        """The good examples.

        Args:
            agreed: whether the user goes on without the files that can't be used.

        Raises:
            NotAgreedError: if there are such files and nobody agreed; it names the first of them.
        """
        bad = [finding for finding in self.report.findings if finding.leaves_out]
        if bad and not agreed:
            named = "; ".join(finding.sentence for finding in bad[:_NAMED])
            more = f"; and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
            raise NotAgreedError(f"{self.choice.path}: {len(bad)} {'file' if len(bad) == 1 else 'files'} can't be used "
                                 f"({named}{more})", kinds={finding.kind for finding in bad})
        return self.good


def inspect(choice: DataChoice, watch: Watch | None = None) -> Inspection:
    """Recognise the layout, decode every image once and report.

    Raises:
        UserError: if there is nothing to train on.
        FolderGoneError: if the folder goes away meanwhile.
        ReadingCancelledError: if the watch is cancelled.
    """
    watch = watch or Watch()
    choice = _with_layout(choice)
    found = noted(recognise(_path(choice, watch), choice, watch), choice)
    remembered = Remembered(found.root, cache_folder())
    surveyed = with_pairs(found.draft.piles, survey(found.draft.piles, remembered, watch))
    remembered.save()
    check_enough(found.draft.piles, surveyed, choice)
    listing = _listing(choice, found, surveyed)
    if choice.sizing:
        listing, misfits = without_misfits(listing, choice.sizing)
        surveyed = replace(surveyed, findings=(*surveyed.findings, *misfits))
        check_fitting(listing, misfits, choice)
    return Inspection(choice, report_on(found, surveyed, listing, watch), listing)


def _with_layout(choice: DataChoice) -> DataChoice:
    """A demo set for another kind of data than it was made for: the picture alone, where it is half of a pair."""
    layouts = DEMOS[choice.demo].facts.get("layouts", {}) if choice.demo in DEMOS else {}
    return replace(choice, layout=choice.layout or layouts.get(choice.kind, ""))


def _path(choice: DataChoice, watch: Watch) -> Path:
    if choice.demo:
        check_demo(choice)
        from ganviz.problems.images.demo.drawn import drawn

        return drawn(choice.demo, choice.size, watch)
    return Path(choice.path).expanduser()


def _listing(choice: DataChoice, found: Recognised, surveyed: Surveyed) -> Listing:
    draft = found.draft
    good = {pile: tuple(each for each in examples if surveyed.is_good(each)) for pile, examples in draft.piles.items()}
    piles: Piles = {pile: examples for pile, examples in good.items() if examples}
    if not draft.divided:
        piles = divide(piles, surveyed.facts, choice.held_out, choice.split_seed)
    if choice.swap:
        piles = {_other(pile): tuple(map(_turned, examples)) for pile, examples in piles.items()}
    ordered = {pile: piles[pile] for pile in sorted(piles, key=lambda pile: (SPLITS.index(pile.split), pile.title))}
    demo_twins = bool(choice.demo and DEMOS[choice.demo].facts.get("twins"))
    return Listing(choice.kind, found.root, ordered, surveyed.facts, draft.classes, draft.twins or demo_twins)


def _other(pile: Pile) -> Pile:
    return Pile(pile.split, "A" if pile.side == "B" else "B") if pile.side else pile


def _turned(example: Example) -> Example:
    return Example(example.name, example.pieces[::-1], example.label)
