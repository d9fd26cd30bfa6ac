"""The pictures of ALI on images, driven by made-up answers of a trainer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton

from ganviz.app.ali_images.asking import Asking
from ganviz.app.ali_images.code_map import CodeMap, class_colours
from ganviz.app.ali_images.picture import ImagesPicture
from ganviz.app.ali_images.pixels import image, images
from ganviz.app.ali_images.stage import ALIStage
from ganviz.app.ali_images.tiles import Tiles
from ganviz.app.palette import DARK, LIGHT
from ganviz.app.panels.side_ali import ALIPanel
from tests.app.plots.reports import FACTS_2D, report

FACTS = {name: value for name, value in FACTS_2D.items() if name not in ("dim", "axes", "extent")} | {
    "form": "images", "labels": "none", "classes": ["zero", "one"], "held_out": "test", "count": 30, "size": 8,
    "channels": 1, "axes": 4, "samples": 48, "averaged": True}


def pictures(n, shade=200, size=8):
    return np.full((n, size, size, 1), shade, np.uint8)


def answer(**layers):
    return {f"{layer}.{part}": array for layer, parts in layers.items() for part, array in parts.items()}


PAIRS = {"indices": np.array([7, 3, 9, 1]), "input": pictures(4), "again": pictures(4, 90)}
CODES = {"indices": np.array([4, 8, 2]), "places": np.array([[-1.0, 0.0], [1.0, 0.5], [0.0, -0.5]], np.float32),
         "labels": np.array([0, 1, -1]), "share": np.array([0.3, 0.1])}


@pytest.fixture
def picture(qtbot):
    widget = ImagesPicture("gameali")
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS)
    return widget


def middle_colour(widget, rect):
    grabbed = widget.grab()
    ratio = grabbed.devicePixelRatio()
    return QColor(grabbed.toImage().pixel((rect.center() * ratio).toPoint()))


# --- asking ------------------------------------------------------------------------------------------------

def test_what_came_is_not_asked_for_again_until_the_state_or_the_options_change():
    asking = Asking({"samples": 1.0})
    assert asking.due({"samples": {"n": 3}}, 0.0) == {"samples": {"n": 3}}
    assert asking.due({"samples": {"n": 3}}, 0.1) == {}, "the answer may be on its way"
    assert asking.due({"samples": {"n": 3}}, 0.3), "it did not come: the trainer's share of time was used up"
    asking.came(["samples"])
    assert asking.due({"samples": {"n": 3}}, 9.0) == {}
    assert asking.due({"samples": {"n": 4}}, 9.0)
    asking.came(["samples"])
    asking.state = 1
    asking.running = True
    assert asking.due({"samples": {"n": 4}}, 9.5) == {}, "not within its period"
    assert asking.due({"samples": {"n": 4}}, 10.1)
    asking.renew()
    assert asking.due({"samples": {"n": 4}}, 10.1)


def test_the_picture_asks_for_every_layer_and_for_the_way_once_it_knows_the_images(picture):
    first = picture.request(0.0)
    assert set(first) == {"samples", "reconstructions", "codes", "latent"}
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    assert picture.request(1.0)["interpolation"] == {"a": 7, "b": 3, "steps": 12}
    picture.hide()
    assert picture.request(9.0) == {}


# --- tiles -------------------------------------------------------------------------------------------------

def test_two_images_are_picked_by_clicks_and_the_way_leads_between_them(picture, qtbot):
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    for cell in (2, 3):
        place = picture.pairs.rects()[cell][0].center().toPoint()
        qtbot.mouseClick(picture.pairs, Qt.MouseButton.LeftButton, pos=place)
    assert picture.pairs.marks == {2: "A", 3: "B"}
    assert picture.request(1.0)["interpolation"] == {"a": 9, "b": 1, "steps": 12}
    picture.apply(report(answer(interpolation={"images": pictures(12), "ends": pictures(2)}), facts=FACTS))
    assert picture.way.count == 14


def click(qtbot, picture, *cells):
    for cell in cells:
        qtbot.mouseClick(picture.pairs, Qt.MouseButton.LeftButton,
                         pos=picture.pairs.rects()[cell][0].center().toPoint())


def total(strengths=(0, 0.5, 1, 1.5), shade=120):
    return {"operands": pictures(3), "result": pictures(1, shade), "images": pictures(len(strengths), shade),
            "strengths": np.array(strengths, np.float32)}


def shown_text(picture):
    return picture.findChild(QLabel, "gameali.arithmetic.empty")


def test_three_images_are_picked_by_clicks_and_added(picture, qtbot):
    assert "Click held-out images above" in shown_text(picture).text()
    assert shown_text(picture).isVisible()
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    assert "arithmetic" not in picture.request(1.0), "C is empty"
    titles = []
    for cell in (2, 3, 0):
        titles.append(picture.titles[picture.pairs].text()[-1])
        click(qtbot, picture, cell)
    assert titles == ["A", "B", "C"]
    assert picture.pairs.marks == {2: "A", 3: "B", 0: "C"}
    asked = picture.request(2.0)
    assert asked["arithmetic"] == {"a": 9, "b": 1, "c": 7, "steps": 7}
    picture.apply(report(answer(arithmetic=total()), facts=FACTS))
    assert not shown_text(picture).isVisible()
    assert (picture.arithmetic.result.count, picture.arithmetic.along.count) == (1, 4)
    assert middle_colour(picture.arithmetic.result, picture.arithmetic.result.rects()[0][0]).red() == 120


def test_a_click_on_a_slot_makes_it_the_next_one(picture, qtbot):
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    click(qtbot, picture, 0, 1, 2)
    slot = picture.findChild(QAbstractButton, "gameali.slotB")
    qtbot.mouseClick(slot, Qt.MouseButton.LeftButton)
    click(qtbot, picture, 3)
    assert picture.arithmetic.operands == {"a": 7, "b": 1, "c": 9}
    assert slot.accessibleName() == "B: held-out image 1"
    click(qtbot, picture, 0)
    assert picture.pairs.marks == {0: "AC", 3: "B"}, "an image may stand in two slots"


def test_a_class_is_picked_for_a_slot(picture, qtbot):
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    button = picture.findChild(QToolButton, "gameali.arithmetic.classes")
    assert button.isVisible()
    button.menu().aboutToShow.emit()
    button.menu().actions()[1].trigger()
    assert picture.arithmetic.operands == {"a": "one", "b": 3}
    assert picture.request(1.0)["interpolation"] == {"a": "one", "b": 3, "steps": 12}
    assert picture.findChild(QAbstractButton, "gameali.slotA").accessibleName() == "A: the mean code of class one"
    assert picture.pairs.marks == {1: "B"}
    picture.set_facts(FACTS | {"classes": []})
    assert not button.isVisible()
    assert picture.arithmetic.operands == {}, "another data set begins anew"


def test_an_answer_to_what_was_picked_before_is_passed_over(picture, qtbot):
    """The next question may be on its way before an answer is shown."""
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    click(qtbot, picture, 0, 1, 2)
    assert picture.request(1.0, 1)["arithmetic"]["a"] == 7
    click(qtbot, picture, 3)
    assert picture.request(2.0, 2)["arithmetic"]["a"] == 1
    picture.apply(report(answer(arithmetic=total()), generation=1, facts=FACTS))
    assert picture.arithmetic.result.count == 0
    picture.apply(report(answer(arithmetic=total()), generation=2, facts=FACTS))
    assert picture.arithmetic.result.count == 1
    assert "arithmetic" not in picture.request(3.0, 3)


def test_what_an_earlier_question_brought_is_asked_for_again_with_new_options(picture):
    assert "latent" in picture.request(0.0, 1)
    picture.sliders.sliders[0].setValue(20)
    assert "latent" in picture.request(1.0, 2)
    picture.apply(report(answer(latent={"images": pictures(2)}), generation=1, facts=FACTS))
    assert picture.request(2.0, 3)["latent"]["moves"][0] == 1


def test_without_held_out_images_there_is_nothing_to_pick(picture):
    picture.set_facts(FACTS | {"count": 0})
    assert shown_text(picture).text() == "No images are held out, so there is none to pick."


def test_captions_stand_under_their_tiles(qtbot):
    tiles = Tiles("tiles", "Tiles")
    qtbot.addWidget(tiles)
    tiles.resize(200, 60)
    tiles.set_images(images(pictures(3)))
    tiles.set_captions(["a", "b", "c"])
    rects = [rect for cell in tiles.rects() for rect in cell]
    assert max(rect.bottom() for rect in rects) + tiles.fontMetrics().height() <= 60.5
    captioned = tiles.grab().toImage()
    tiles.set_captions(["a", "b", "d"])
    assert tiles.grab().toImage() != captioned


def test_tiles_are_picked_by_keyboard(qtbot):
    tiles = Tiles("tiles", "Tiles", pickable=True)
    qtbot.addWidget(tiles)
    tiles.set_images(images(pictures(3)))
    with qtbot.waitSignal(tiles.picked) as picked:
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            qtbot.keyClick(tiles, key)
    assert picked.args == [1]


def test_a_cell_that_is_gone_is_not_picked(qtbot):
    tiles = Tiles("tiles", "Tiles", pickable=True)
    qtbot.addWidget(tiles)
    tiles.set_images(images(pictures(3)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(tiles, key)
    tiles.set_images(images(pictures(2)))
    with qtbot.assertNotEmitted(tiles.picked):
        qtbot.keyClick(tiles, Qt.Key.Key_Return)


def test_another_set_without_held_out_images_shows_none_of_the_set_before(picture):
    picture.request(0.0, 0)
    picture.apply(report(answer(reconstructions=PAIRS), facts=FACTS))
    assert picture.pairs.count == 4
    picture.set_facts(FACTS | {"count": 0})
    assert (picture.pairs.count, picture.way.count) == (0, 0)


def test_tiles_show_the_pixels_in_as_large_cells_as_fit(qtbot):
    tiles = Tiles("tiles", "Tiles")
    qtbot.addWidget(tiles)
    tiles.resize(400, 100)
    tiles.set_images(images(pictures(4)), images(pictures(4, 90)))
    rects = [rect for cell in tiles.rects() for rect in cell]
    assert len(rects) == 8
    assert rects[0].width() > 45, "eight beside each other"
    assert all(rect.left() >= 0 and rect.right() <= 400.5 and rect.bottom() <= 100.5 for rect in rects)
    assert middle_colour(tiles, rects[0]).red() == 200
    assert middle_colour(tiles, rects[1]).red() == 90
    assert tiles.cell_at(QPointF(rects[3].center())) == 1
    assert tiles.cell_at(QPointF(399, 99)) in (-1, 3)


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_become_an_image_of_their_own(channels):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 7, channels), np.uint8)
    made = image(pixels)
    kept = pixels.copy()
    pixels[:] = 0
    colour = QColor(made.pixel(6, 4))
    expected = np.broadcast_to(kept, (5, 7, 3))[4, 6] if channels == 1 else kept[4, 6]
    assert [colour.red(), colour.green(), colour.blue()] == expected.tolist()


# --- the map of codes ----------------------------------------------------------------------------------------

def test_a_dot_under_the_pointer_shows_its_image(picture, qtbot):
    picture.apply(report(answer(codes=CODES), facts=FACTS))
    place = picture.codes.positions()[1]
    qtbot.mouseMove(picture.codes, QPoint(1, 1))
    with qtbot.waitSignal(picture.codes.pointed) as pointed:
        qtbot.mouseMove(picture.codes, QPoint(*map(round, place)))
    assert pointed.args == [8]
    assert picture.request(1.0)["thumbnails"] == {"indices": [8]}
    before = picture.codes.grab().toImage()
    picture.apply(report(answer(thumbnails={"indices": np.array([8]), "images": pictures(1, 255)}), facts=FACTS))
    assert picture.codes.grab().toImage() != before
    qtbot.mouseMove(picture.codes, QPoint(1, 1))
    assert "thumbnails" not in picture.request(2.0)
    qtbot.mouseMove(picture.codes, QPoint(*map(round, place)))
    assert picture.request(3.0)["thumbnails"] == {"indices": [8]}, "pointed at once more, it is shown once more"


def test_as_many_samples_are_asked_for_as_the_setting_says(picture):
    asked = picture.request(1.0)
    assert (asked["samples"], asked["reconstructions"]) == ({"n": 48}, {"n": 24})
    picture.apply(report(answer(samples={"images": pictures(48)}), facts=FACTS))
    picture.apply(report(facts=FACTS | {"samples": 9}))
    asked = picture.request(2.0)
    assert (asked["samples"], asked["reconstructions"]) == ({"n": 9}, {"n": 5})


def test_other_averages_are_asked_for_at_rest(picture):
    picture.request(1.0)
    picture.apply(report(answer(samples={"images": pictures(48)}), facts=FACTS))
    assert "samples" not in picture.request(2.0)
    picture.apply(report(facts=FACTS | {"averaged": False}))
    assert "samples" in picture.request(3.0)


def test_dots_are_coloured_by_class(qtbot):
    codes = CodeMap("codes")
    qtbot.addWidget(codes)
    codes.resize(300, 300)
    codes.set_classes(FACTS["classes"])
    codes.set_codes(CODES["indices"], CODES["places"], CODES["labels"], (0.3, 0.1))
    grabbed, colours = codes.grab().toImage(), class_colours(2, DARK)
    expected = [colours[0], colours[1], QColor(DARK.real)]
    for place, colour in zip(codes.positions(), expected, strict=True):
        assert QColor(grabbed.pixel(*map(round, place))).name() == colour.name()


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_ten_classes_have_ten_colours(palette):
    assert len({colour.name() for colour in class_colours(10, palette)}) == 10


# --- sliders -------------------------------------------------------------------------------------------------

def test_sliders_move_the_sample_at_once(picture, qtbot):
    picture.request(0.0)
    picture.apply(report(answer(latent={"images": pictures(2)}), facts=FACTS))
    sliders = picture.sliders
    assert [slider.isVisibleTo(sliders) for slider in sliders.sliders] == [True] * 4 + [False] * 4
    sliders.sliders[1].setValue(30)
    assert picture.request(0.5)["latent"] == {"sample": 0, "moves": [0.0, 1.5, *[0.0] * 6]}
    qtbot.mouseClick(sliders.fresh, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sliders.reset, Qt.MouseButton.LeftButton)
    assert picture.request(1.0)["latent"] == {"sample": 1, "moves": [0.0] * 8}


# --- the stage and the side ----------------------------------------------------------------------------------

def test_the_stage_shows_the_form_that_is_played(qtbot):
    stage = ALIStage()
    qtbot.addWidget(stage)
    assert stage.shown is stage.points
    stage.set_facts(FACTS)
    assert stage.shown is stage.images
    with qtbot.waitSignal(stage.preset_wanted) as wanted:
        stage.digits.click()
    assert wanted.args == ["digits"]


def test_the_side_shows_the_measures_of_images(qtbot):
    panel = ALIPanel("gameali")
    qtbot.addWidget(panel)
    panel.set_facts(FACTS)
    found = {"reconstruction": [1.5, 8.2], "neighbour": [0.9815, 0.1], "probe": [0.9, 0.1], "prior_mmd": [0.01, 0.002]}
    panel.apply(report({f"measures.{name}": np.array(pair) for name, pair in found.items()}, facts=FACTS))
    rows = panel.measures._rows
    assert {name for name, row in rows.items() if row.value.isVisibleTo(panel)} >= set(found)
    assert not rows["modes"].value.isVisibleTo(panel)
    assert (panel.measures.text("neighbour"), rows["neighbour"].floor.text()) == ("98.2 %", "guess 10.0 %")
    assert len(panel.distances) == 1


def test_measures_of_images_that_did_not_come_are_asked_for_again(qtbot):
    panel = ALIPanel("gameali")
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.set_facts(FACTS)
    panel.set_running(True)
    assert panel.request(1.0) == {"measures": {}}
    assert panel.request(1.1) == {}
    panel.apply(report(facts=FACTS))  # the share of the time for pictures was spent
    assert panel.request(1.3) == {"measures": {}}
    panel.apply(report({"measures.reconstruction": np.array([1.5, 8.2])}, iteration=101, facts=FACTS))
    panel.apply(report(iteration=102, facts=FACTS))
    assert panel.request(2.0) == {}


def test_slow_motion_names_its_step(picture):
    from ganviz.training.messages import SubstepInfo

    shown = replace(report(facts=FACTS), substep=SubstepInfo("pair.judge", 3, 8, {}))
    picture.apply(shown)
    assert picture.step.text() == "D judges both kinds of pairs"
    picture.apply(report(facts=FACTS))
    assert not picture.step.isVisible()
