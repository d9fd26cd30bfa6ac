"""The top of the window: the games as tabs, and the menus behind round buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTabBar, QToolButton, QWidget

from ganviz.app.actions import MENUS, SEPARATOR, SUBMENU, MenuSpec, translated
from ganviz.app.icons import icon
from ganviz.app.units import px
from ganviz.app.words import plain_text

_DIRECT = ("panel.settings", "panel.measures")

FillMenu = Callable[[QMenu], None]


class TopBar(QFrame):
    """Tabs on the left; panels, File, Run, View and Help on the right."""

    def __init__(self, titles: Mapping[str, str], actions: Mapping[str, QAction], submenus: Mapping[str, FillMenu],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "topbar")
        self._actions, self._submenus = actions, submenus
        self.menus: dict[str, QMenu] = {}
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Games"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # left and right are steps; Ctrl+PgDown turns the tabs
        for number, (game, title) in enumerate(titles.items()):
            self.tabs.addTab(title)
            self.tabs.setTabData(number, game)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(10), 0, px(10), 0)
        layout.setSpacing(px(4))
        layout.addWidget(self.tabs)
        layout.addStretch(1)
        for key in _DIRECT:
            layout.addWidget(self._direct_button(key), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(px(8))
        for spec in MENUS:
            layout.addWidget(self._menu_button(spec), 0, Qt.AlignmentFlag.AlignVCenter)

    def _round(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setProperty("role", "round")
        button.setIconSize(QSize(px(20), px(20)))
        return button

    def _direct_button(self, key: str) -> QToolButton:
        button = self._round(f"topbar.{key}")
        button.setDefaultAction(self._actions[key])
        button.setAccessibleName(plain_text(self._actions[key]))
        return button

    def _menu_button(self, spec: MenuSpec) -> QToolButton:
        button = self._round(f"topbar.{spec.key}")
        title = translated(spec.text)
        button.setText(title)
        button.setIcon(icon(spec.icon))
        button.setAccessibleName(title.replace("&", ""))
        button.setToolTip(title.replace("&", ""))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setObjectName(f"menu.{spec.key}")
        menu.setToolTipsVisible(True)
        for item in spec.items:
            self._add(menu, item)
        button.setMenu(menu)
        self.menus[spec.key] = menu
        return button

    def _add(self, menu: QMenu, item: str) -> None:
        if item == SEPARATOR:
            menu.addSeparator()
        elif item.startswith(SUBMENU):
            self._submenus[item.removeprefix(SUBMENU)](menu)
        else:
            menu.addAction(self._actions[item])
