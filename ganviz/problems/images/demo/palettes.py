"""Which colours an icon takes: by what its name says, else by its family, so that like icons are coloured alike."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one icon: its body, its smaller parts, its openings, and its lines."""

    body: Colour
    part: Colour
    opening: Colour
    line: Colour


PALETTES: dict[str, Palette] = {
    "red": Palette((226, 74, 66), (250, 176, 120), (255, 226, 214), (96, 22, 28)),
    "orange": Palette((244, 143, 58), (255, 209, 102), (255, 236, 209), (107, 52, 12)),
    "yellow": Palette((250, 202, 62), (244, 143, 58), (255, 246, 214), (110, 76, 10)),
    "green": Palette((86, 171, 92), (190, 218, 96), (226, 244, 214), (20, 64, 40)),
    "teal": Palette((46, 164, 160), (140, 220, 190), (216, 244, 238), (10, 62, 70)),
    "blue": Palette((66, 133, 214), (126, 196, 240), (218, 236, 252), (16, 44, 92)),
    "violet": Palette((132, 98, 196), (214, 150, 220), (238, 226, 250), (48, 28, 88)),
    "pink": Palette((230, 108, 158), (250, 178, 190), (255, 230, 238), (98, 22, 62)),
    "brown": Palette((166, 116, 80), (222, 184, 135), (246, 232, 214), (66, 38, 22)),
    "slate": Palette((120, 140, 160), (186, 202, 214), (234, 240, 245), (36, 48, 62)),
}

_WORDS: dict[str, str] = {
    "red": (
        "heart fire rocket hospital medical car fire-truck apple cherry chili ladybug mushroom pepper "
        "flag gift alarm bell siren target"),
    "orange": (
        "carrot fruit pumpkin basketball fox cat food pizza hamburger bread cookie traffic hammer pencil "
        "pen"),
    "yellow": (
        "star lightbulb sun weather crown trophy bee corn duck key lightning flash cheese folder "
        "emoticon coin cash banana lemon taxi"),
    "green": (
        "tree leaf sprout flower cactus clover pine forest frog snake turtle grass recycle cannabis "
        "battery currency account-cash shield-check"),
    "teal": "flask beaker test-tube stethoscope pill bottle fish dolphin dice puzzle map compass clipboard",
    "blue": (
        "water cloud umbrella snowflake sail-boat ship ferry airplane shark swim pool email message chat "
        "comment phone information earth web shield store bus train"),
    "violet": (
        "grape ghost wizard hat music headphones guitar piano palette brush bookmark cards gamepad robot "
        "alien eye"),
    "pink": (
        "flower-tulip ribbon candy cupcake ice-cream lipstick face baby pig piggy cake account human "
        "head hand"),
    "brown": (
        "coffee beer tea barrel dog teddy bear horse owl briefcase bag book notebook archive package box "
        "home door bed sofa chair table cup wallet"),
    "slate": (
        "cog wrench tools screwdriver database server printer camera video monitor laptop desktop lock "
        "file calendar clock timer calculator"),
}
_PALETTE_OF = {word: name for name, words in _WORDS.items() for word in words.split()}

_BADGES: dict[str, Colour] = {
    "good": (56, 158, 84), "bad": (214, 62, 58), "other": (52, 116, 200)}
_BADGE_WORDS: dict[str, str] = {
    "plus": "good", "check": "good", "star": "good", "play": "good", "minus": "bad", "remove": "bad", "off": "bad",
    "alert": "bad", "cancel": "bad", "heart": "bad", "close": "bad"}


def palette(name: str) -> Palette:
    """The palette of an icon, by the first words of its name that say something, else by a hash of the first."""
    words = name.split("-")
    for said in ("-".join(words[:2]), *words):
        if said in _PALETTE_OF:
            return PALETTES[_PALETTE_OF[said]]
    return list(PALETTES.values())[zlib.crc32(words[0].encode()) % len(PALETTES)]


def badge_colour(name: str) -> Colour:
    """The colour of the small sign beside an icon."""
    return _BADGES[next((_BADGE_WORDS[word] for word in reversed(name.split("-")) if word in _BADGE_WORDS), "other")]
