from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ganviz.app.plots.rota import Rota

PERIOD = 60


class Painted(QWidget):
    """Notes the turns of the event loop in which it is painted."""

    def __init__(self, log):
        super().__init__()
        self.log = log

    def update(self):
        self.log.append(self)


@pytest.fixture
def log():
    return []


@pytest.fixture
def widgets(qtbot, log):
    made = [Painted(log) for _widget in range(3)]
    for widget in made:
        qtbot.addWidget(widget)
    return made


@pytest.fixture
def rota(qapp):
    owner = QObject()
    yield Rota(PERIOD, owner)
    owner.deleteLater()


def test_widgets_are_painted_one_in_a_turn(rota, widgets, log, qtbot):
    asking = QTimer()
    asking.timeout.connect(lambda: [rota.ask(widget) for widget in widgets])
    asking.start(1)
    qtbot.waitUntil(lambda: len(log) >= 12)
    asking.stop()
    assert all(one is not other for one, other in pairwise(log))
    assert all(log.count(widget) >= 4 for widget in widgets)


def test_it_rests_when_nobody_asks(rota, widgets, log, qtbot):
    for widget in widgets * 5:
        rota.ask(widget)
    qtbot.waitUntil(lambda: not rota.findChild(QTimer).isActive())
    assert sorted(map(id, log)) == sorted(map(id, widgets))
