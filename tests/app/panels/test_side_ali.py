import pytest

from ganviz.app.panels.side_ali import MEASURES_ALI, ALIPanel
from tests.app.plots.reports import report
from tests.app.plots.test_picture_ali import FACTS


@pytest.fixture
def panel(qtbot):
    widget = ALIPanel("gameali")
    qtbot.addWidget(widget)
    widget.resize(300, 640)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS)
    return widget


def test_each_measure_stands_beside_what_it_compares_with(panel):
    found = {"modes": [24, 25], "high_quality": [0.913, 0.98889], "round_trip": [0.1234, 5.27], "sw": [0.21, 0.06],
             "reconstruction_ratio": [0.0234, 1.0], "reverse_kl": [0.031, 0.0048], "prior_mmd": [-0.0004, 0.0011]}
    panel.apply(report({f"measures.{name}": pair for name, pair in found.items()}, facts=FACTS))
    shown = {name: (panel.measures.text(name), panel.measures._rows[name].floor.text()) for name in found}
    assert shown == {"modes": ("24", "of 25"), "high_quality": ("91.3 %", "data 98.9 %"),
                     "round_trip": ("0.123", "random 5.27"), "sw": ("0.210", "0.0600"),
                     "reconstruction_ratio": ("0.023", ""), "reverse_kl": ("0.031", "0.0048"),
                     "prior_mmd": ("−4.00e−4", "0.0011")}
    assert len(panel.distances) == 1


def test_only_what_has_a_noise_floor_speaks_of_one(panel):
    for measure in MEASURES_ALI:
        tip = panel.measures._rows[measure.key].value.toolTip()
        assert ("noise floor is how far" in tip) == (measure.beside is None)


def test_rows_that_say_nothing_of_the_data_are_hidden(panel):
    def shown():
        return {key for key in ("modes", "high_quality", "neighbour", "probe", "round_trip")
                if not panel.measures._rows[key].value.isHidden()}

    panel.set_facts(FACTS | {"has_classes": True})
    assert shown() == {"modes", "high_quality", "neighbour", "probe", "round_trip"}
    panel.set_facts(FACTS | {"has_classes": False})
    assert shown() == {"modes", "high_quality", "round_trip"}
    panel.set_facts(FACTS | {"has_classes": False, "modes_of": 0})
    assert shown() == {"round_trip"}
