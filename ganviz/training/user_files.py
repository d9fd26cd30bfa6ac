"""What the process of ``ganviz.training.translating`` does: translate, keep, tell."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from PIL import Image

from ganviz.games.translator import Translator
from ganviz.settings.errors import UserError
from ganviz.training.applying import Step, check_places, network_of, places_for, steps
from ganviz.training.folder.problems import writing
from ganviz.training.inference import Untranslated
from ganviz.training.trained import trained
from ganviz.training.translating import INPUTS, RESULTS, AllDone, FileDone, Wanted

Told = FileDone | AllDone | Untranslated


def translated(wanted: Wanted) -> Iterator[Told]:
    """Translate file after file as ``ganviz apply`` does; the last event says how it ended."""
    try:
        yield from _translated(wanted)
    except UserError as error:
        yield Untranslated(str(error))
    except Exception as error:  # noqa: BLE001 - the boundary of the process: every failure reaches the window
        yield Untranslated(f"The images could not be translated: {error}", traceback.format_exc())


def _translated(wanted: Wanted) -> Iterator[Told]:
    places = places_for(wanted.sources, wanted.scratch / RESULTS)
    check_places(places, overwrite=False)
    run = trained(wanted.run, wanted.best)
    translator = Translator(network_of(run, wanted.way), wanted.as_in_training)
    for done, step in enumerate(steps(run, translator, places, wanted.way), 1):
        yield _told(wanted, step, done, len(places))
    yield AllDone(run.place[1])


def _told(wanted: Wanted, step: Step, done: int, total: int) -> FileDone:
    if step.image is None:
        return FileDone(step.file, None, None, step.why, done, total)
    copy = wanted.scratch / INPUTS / f"{done}.png"
    with writing(copy.parent):
        copy.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(step.image[:, :, 0] if step.image.shape[2] == 1 else step.image).save(copy)
    return FileDone(step.file, copy, step.place, "", done, total)
