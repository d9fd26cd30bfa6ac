"""Which drawings are asked for, and when an answer under way is given up; the process is played by the test."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from ganviz.app.canvas import answers as room
from ganviz.app.canvas.answers import Answers
from ganviz.training.child import WorkerEndedError
from ganviz.training.inference import GivenUp, GiveUp, Listening, Sketch, Translation


class Played:
    """A process that tells what the test has it tell."""

    newest: Played

    def __init__(self, _folder: Path) -> None:
        self.sent: list[Any] = []
        self.tells: queue.SimpleQueue[Any] = queue.SimpleQueue()
        Played.newest = self

    def start(self) -> None:
        self.tells.put(Listening())

    def send(self, message: Any) -> None:
        self.sent.append(message)

    def receive(self) -> Any:
        told = self.tells.get()
        if told is None:
            raise WorkerEndedError(0)
        return told

    def end(self) -> None:
        self.tells.put(None)

    def close(self) -> None:
        pass


class Asked:
    """Asks for drawings of one shade each, and reads what reaches the process."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.answers, self.shown = qtbot, Answers(), list[int]()
        self.answers.answered.connect(lambda answer: self.shown.append(int(answer.pixels[0, 0, 0])))

    def ask(self, shade: int, *, unfinished: bool) -> None:
        self.answers.ask("run", Sketch(np.full((1, 1, 1), shade, np.uint8), unfinished=unfinished))

    def told(self, event: object) -> None:
        """The process tells something, and everything that follows of it has happened."""
        count = len(Played.newest.sent)
        Played.newest.tells.put(event)
        self.qtbot.waitUntil(lambda: not self.answers.busy or len(Played.newest.sent) > count)

    @property
    def sent(self) -> list[Any]:
        """The shades of what was sent, and the order to give up."""
        return [message if isinstance(message, GiveUp) else int(message.pixels[0, 0, 0])
                for message in Played.newest.sent]


@pytest.fixture
def asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """With a first drawing, the beginning of a stroke, under way."""
    monkeypatch.setattr(room, "SketchProcess", Played)
    made = Asked(qtbot)
    made.ask(1, unfinished=True)
    qtbot.waitUntil(lambda: made.sent == [1])
    yield made
    made.answers.close()


def answer(shade: int) -> Translation:
    return Translation(np.full((1, 1, 1), shade, np.uint8), 0, 0.0)


def test_the_end_of_a_stroke_does_not_wait_for_the_answer_to_its_beginning(asked: Asked) -> None:
    asked.ask(2, unfinished=True)
    assert asked.sent == [1], "while the stroke lasts its beginning is answered"
    asked.answers.finish()
    assert asked.sent == [1, GiveUp()]
    asked.told(GivenUp())
    assert asked.sent == [1, GiveUp(), 2]
    asked.told(answer(2))
    assert asked.shown == [2]


def test_a_stroke_that_has_not_gone_on_since_is_answered_as_it_is(asked: Asked) -> None:
    asked.answers.finish()
    asked.told(answer(1))
    assert (asked.sent, asked.shown) == ([1], [1])


def test_an_answer_that_was_there_already_is_shown(asked: Asked) -> None:
    asked.ask(2, unfinished=True)
    asked.answers.finish()
    asked.told(answer(1))
    asked.told(answer(2))
    assert asked.sent == [1, GiveUp(), 2]
    assert asked.shown == [1, 2]


def test_quick_strokes_are_answered_one_by_one(asked: Asked) -> None:
    asked.answers.finish()
    for shade in (2, 3):
        asked.ask(shade, unfinished=True)
        asked.answers.finish()
    assert asked.sent == [1], "the answer to a finished stroke is awaited"
    asked.told(answer(1))
    asked.ask(4, unfinished=True)
    asked.answers.finish()
    assert asked.sent == [1, 3]
    asked.told(answer(3))
    assert asked.sent == [1, 3, 4]
    assert asked.shown == [1, 3]
