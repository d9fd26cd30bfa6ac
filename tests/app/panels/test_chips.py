from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganviz.app.palette import DARK, LIGHT
from ganviz.app.panels.chips import ChipBar
from ganviz.app.plots.layers import LAYERS_1D, LAYERS_2D


def test_every_chip_has_names_and_can_be_reached_by_keyboard(qtbot):
    for prefix, layers in (("game1d", LAYERS_1D), ("game2d", LAYERS_2D)):
        bar = ChipBar(layers, prefix, DARK)
        qtbot.addWidget(bar)
        assert [chip.objectName() for chip in bar.chips.values()] == [f"{prefix}.layers.{la.id}" for la in layers]
        for chip in bar.chips.values():
            assert chip.accessibleName() and chip.toolTip()
            assert chip.focusPolicy() == Qt.FocusPolicy.StrongFocus
            assert chip.isChecked() == chip.layer.shown


def test_chips_wrap_where_the_row_is_full(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bar = ChipBar(LAYERS_2D, "game2d", DARK)
    QVBoxLayout(window).addWidget(bar)
    window.resize(1200, 300)
    with qtbot.waitExposed(window):
        window.show()
    assert len({chip.y() for chip in bar.chips.values()}) == 1
    window.resize(320, 300)
    qtbot.waitUntil(lambda: len({chip.y() for chip in bar.chips.values()}) > 1)
    assert all(chip.geometry().right() <= bar.width() for chip in bar.chips.values())
    assert bar.height() >= max(chip.geometry().bottom() for chip in bar.chips.values())


def test_every_swatch_paints_on_and_off_in_both_themes(qtbot):
    bar = ChipBar((*LAYERS_1D, *LAYERS_2D), "all", DARK)
    qtbot.addWidget(bar)
    images = set()
    for palette in (DARK, LIGHT):
        bar.set_palette(palette)
        for chip in bar.chips.values():
            for on in (True, False):
                chip.setChecked(on)
                image = chip.grab().toImage()
                images.add((chip.layer.id, bytes(image.constBits())))
    assert len(images) == 4 * len(bar.chips)
