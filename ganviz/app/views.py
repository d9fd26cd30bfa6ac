"""Which picture shows which game; imported when a tab is built."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ganviz.settings.registry import Entry


@dataclass(frozen=True, slots=True)
class GameViews:
    """The widgets of a game, as lazy ``"module:class"``.

    Attributes:
        picture: what shows the game.
        side: the panel on its right.
        tab: what binds both to a run.
        zoomed: the part of the picture that can be zoomed, where that is not the picture itself.
    """

    picture: str
    side: str
    tab: str = "ganviz.app.game_tab:GameTab"
    zoomed: str = ""

    def make(self, prefix: str) -> tuple[Any, Any]:
        """The picture and the right-hand panel of a tab."""
        picture, side = (Entry("", "", "", target).load()(prefix) for target in (self.picture, self.side))
        return picture, side

    def make_tab(self, *wanted: Any) -> Any:
        """The tab of a game; ``wanted`` is what ``GameTab`` is made with."""
        return Entry("", "", "", self.tab).load()(*wanted)


GAME_VIEWS = MappingProxyType({
    "1d": GameViews("ganviz.app.plots.picture_1d:Picture1D", "ganviz.app.panels.side:RightPanel"),
    "2d": GameViews("ganviz.app.plots.picture_2d:Picture2D", "ganviz.app.panels.side:RightPanel"),
    "ali": GameViews("ganviz.app.ali_images.stage:ALIStage", "ganviz.app.panels.side_ali:ALIPanel",
                     "ganviz.app.ali_images.tab:ALITab", zoomed="shown"),
    "pix2pix": GameViews("ganviz.app.images.picture:PairPicture", "ganviz.app.images.side:PairPanel",
                         "ganviz.app.images.tab:ImageTab", zoomed="sheet"),
    "cyclegan": GameViews("ganviz.app.images.picture:CyclePicture", "ganviz.app.images.side:CyclePanel",
                          "ganviz.app.images.tab:ImageTab", zoomed="sheet"),
})
