import pytest

from ganviz.app.palette import DARK, LIGHT, Palette, contrast


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("role", ["text", "secondary", "faint"])
@pytest.mark.parametrize("ground", ["window", "panel", "plot"])
def test_text_holds_its_contrast(palette: Palette, role: str, ground: str):
    assert contrast(getattr(palette, role), getattr(palette, ground)) >= 4.5


def test_theme_knows_its_lightness():
    assert DARK.is_dark and not LIGHT.is_dark
