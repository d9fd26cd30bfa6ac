"""The drawing canvas over real runs of a tiny Pix2Pix, drawn on with the mouse."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton

from ganviz.app.canvas.answers import Answers
from ganviz.app.canvas.canvas import Canvas
from ganviz.settings.run import RunSettings
from ganviz.training.applying import apply
from ganviz.training.inference import Sketch, SketchProcess
from ganviz.training.trained import trained
from tests.app_support import Driven
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def begun(driven: Driven, tmp_path: Path) -> Driven:
    """A tiny run with its first pictures."""
    folder = write_pairs(tmp_path / "pairs")
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    settings = tab.panel.settings.changed({**GAMES["pix2pix"], "data": str(folder)})
    tab.new_run(settings, RunSettings(threads=1, autosave=86_400))
    driven.until(lambda: bool(tab.picture.sheet.cells))
    return driven


@pytest.fixture
def canvas(begun: Driven) -> Canvas:
    begun.act("model.draw")
    opened: Canvas = begun.window.tab.drawing.canvas
    begun.until(opened.paper.isVisible)
    return opened


def draw(driven: Driven, canvas: Canvas, places: Sequence[tuple[float, float]]) -> None:
    """A stroke through places in shares of the paper."""
    frame = canvas.paper.place
    points = [QPoint(round(frame.left() + x * frame.width()), round(frame.top() + y * frame.height()))
              for x, y in places]
    driven.qtbot.mousePress(canvas.paper, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        driven.qtbot.mouseMove(canvas.paper, point)
    driven.qtbot.mouseRelease(canvas.paper, Qt.MouseButton.LeftButton, pos=points[-1])


def answered(driven: Driven, canvas: Canvas) -> None:
    """Wait until the newest drawing is answered."""
    driven.until(lambda: canvas.answer is not None and not canvas.answers.busy)


def key(driven: Driven, canvas: Canvas, pressed: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    modifiers = held[0] if held else Qt.KeyboardModifier.NoModifier
    driven.qtbot.keyClick(canvas.paper, pressed, modifiers)


@pytest.mark.slow
def test_a_stroke_is_answered_as_apply_would(begun: Driven, canvas: Canvas, tmp_path: Path) -> None:
    answered(begun, canvas)
    before = canvas.answer
    draw(begun, canvas, [(0.2, 0.3), (0.7, 0.3), (0.7, 0.8)])
    begun.until(lambda: canvas.answer is not before)
    answered(begun, canvas)
    Image.fromarray(canvas.drawing.pixels()).save(tmp_path / "drawn.png")
    apply(trained(begun.folder), tmp_path / "drawn.png", tmp_path / "out")
    expected = np.asarray(Image.open(tmp_path / "out" / "drawn.png")).astype(int)
    assert np.abs(canvas.answer.pixels - expected).max() <= 1  # threads add up in another order
    assert "iteration 0" in canvas.status.text()


def test_strokes_are_taken_back_and_drawn_again(begun: Driven, canvas: Canvas) -> None:
    states = [canvas.drawing.pixels()]
    for stroke in ([(0.2, 0.2), (0.8, 0.2)], [(0.2, 0.6), (0.8, 0.6)]):
        draw(begun, canvas, stroke)
        states.append(canvas.drawing.pixels())
    assert all((one != other).any() for one, other in pairwise(states))
    control = Qt.KeyboardModifier.ControlModifier
    for state in (states[1], states[0], states[0]):
        key(begun, canvas, Qt.Key.Key_Z, control)
        assert (canvas.drawing.pixels() == state).all()
    key(begun, canvas, Qt.Key.Key_Y, control)
    assert (canvas.drawing.pixels() == states[1]).all()
    key(begun, canvas, Qt.Key.Key_Delete)
    assert (canvas.drawing.pixels() == states[0]).all()


def test_the_eraser_and_the_colours_are_those_of_the_data(begun: Driven, canvas: Canvas) -> None:
    inks = [button.colour.name() for button in canvas.tools.inks.buttons]
    assert inks == ["#ffffff", "#000000"]
    empty = canvas.drawing.pixels()
    draw(begun, canvas, [(0.5, 0.2), (0.5, 0.8)])
    middle = canvas.drawing.pixels()[32, 32]
    assert middle.max() == 0
    key(begun, canvas, Qt.Key.Key_E)
    canvas.tools.width_.setValue(12)
    draw(begun, canvas, [(0.5, 0.1), (0.5, 0.9)])
    assert (canvas.drawing.pixels() == empty).all()
    key(begun, canvas, Qt.Key.Key_2)
    assert canvas.paper.pen.colour.name() == "#000000"
    assert canvas.paper.pen.width == 12


def test_it_starts_from_a_sample_and_takes_a_colour_from_it(begun: Driven, canvas: Canvas) -> None:
    inputs = begun.window.tab.picture.content.arrays["samples.input"]
    begun.qtbot.mouseClick(canvas.samples.buttons[1], Qt.MouseButton.LeftButton)
    assert (canvas.drawing.pixels() == inputs[1]).all()
    frame = canvas.paper.place
    begun.qtbot.mouseClick(canvas.paper, Qt.MouseButton.RightButton, pos=frame.center().toPoint())
    assert canvas.paper.pen.colour.getRgb()[:3] == tuple(inputs[1][32, 32])


@pytest.mark.slow
def test_newer_weights_answer_anew_while_it_trains_and_are_gone_with_the_canvas(begun: Driven, canvas: Canvas) -> None:
    answered(begun, canvas)
    begun.window.tab.session.play()
    begun.until(lambda: canvas.answer is not None and canvas.answer.iteration > 0)
    assert begun.window.tab.session.progress.saved == 0, "no checkpoint was needed"
    loan = canvas.loans.newest
    assert loan is not None
    assert Path(loan.folder).is_dir()
    draw(begun, canvas, [(0.3, 0.3), (0.6, 0.6)])
    at = begun.pause()
    begun.until(lambda: canvas.answer is not None and canvas.answer.iteration == at)
    key(begun, canvas, Qt.Key.Key_Escape)
    assert not list(Path(loan.folder).iterdir())
    begun.window.tab.session.play()
    begun.act("model.draw")  # its first request is under way when the window closes
    begun.close()
    assert not Path(loan.folder).exists()


@pytest.mark.slow
def test_no_drawing_is_sent_before_the_process_listens(begun: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe takes little, and whoever fills it waits, which must not be the window."""
    sent: list[Sketch] = []
    send = SketchProcess.send
    monkeypatch.setattr(SketchProcess, "send", lambda self, sketch: (sent.append(sketch), send(self, sketch))[1])
    answers, came = Answers(), list[object]()
    answers.answered.connect(came.append)
    for shade in (0, 255):
        answers.ask(str(begun.folder), Sketch(np.full((512, 512, 3), shade, np.uint8)))
    assert sent == []
    begun.until(lambda: bool(came))
    assert [int(sketch.pixels.max()) for sketch in sent] == [255], "only the newest of those that waited"
    answers.close()


@pytest.mark.slow
def test_its_process_ends_with_it(begun: Driven, canvas: Canvas) -> None:
    answered(begun, canvas)
    pid = canvas.answers.pid
    assert psutil.pid_exists(pid)
    key(begun, canvas, Qt.Key.Key_Escape)
    assert not psutil.pid_exists(pid)
    assert begun.window.tab.pages.currentWidget() is begun.window.tab.picture
    begun.act("model.draw")
    again = begun.window.tab.drawing.canvas
    begun.until(lambda: again.answers.pid is not None)
    pid = again.answers.pid
    begun.close()
    assert not psutil.pid_exists(pid)


@pytest.mark.slow
def test_a_run_without_a_checkpoint_says_so_and_one_that_is_killed_starts_again(begun: Driven, canvas: Canvas,
                                                                                tmp_path: Path) -> None:
    answered(begun, canvas)
    begun.act("model.draw")
    shutil.move(begun.folder / "checkpoints", tmp_path / "away")
    begun.act("model.draw")
    again = begun.window.tab.drawing.canvas
    answered(begun, again)  # by weights that the trainer lends
    answers, said = Answers(), list[str]()
    answers.failed.connect(lambda text, _: said.append(text))
    answers.ask(str(begun.folder), Sketch(np.full((64, 64, 3), 255, np.uint8)))
    begun.until(lambda: bool(said))
    answers.close()
    assert "has no whole checkpoint; train it first" in said[0]
    shutil.move(tmp_path / "away", begun.folder / "checkpoints")
    draw(begun, again, [(0.3, 0.3), (0.6, 0.6)])
    answered(begun, again)
    psutil.Process(again.answers.pid).kill()
    begun.until(lambda: "ended unexpectedly" in again.result.message)
    draw(begun, again, [(0.3, 0.6), (0.6, 0.3)])
    answered(begun, again)
    assert not again.result.message


def test_every_control_has_a_name_and_a_tooltip(canvas: Canvas) -> None:
    buttons = canvas.findChildren(QAbstractButton)
    assert len(buttons) > 8
    for control in (*buttons, canvas.tools.width_):
        assert control.objectName(), control
        assert control.accessibleName(), control.objectName()
        assert control.toolTip(), control.objectName()
