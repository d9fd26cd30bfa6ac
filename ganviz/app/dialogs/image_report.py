"""What a folder of images holds, and what is wrong with it, before anything is trained on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ganviz.app.icons import icon
from ganviz.app.images.overlays import picture
from ganviz.app.units import monospaced, px

if TYPE_CHECKING:
    from ganviz.training.inspecting import Report

_SIDE, _SHOWN = 40, 6
_MOST_LINES, _ROWS = 2000, 4


class ImageReport(QDialog):
    """Sentences, thumbnails of each part and, on request, every fault file by file. Accepted: train on it."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("image_report")
        self.setWindowTitle(self.tr("Images"))
        self.report = report
        self._faults = self._faults_box()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(16), px(18), px(16))
        column.setSpacing(px(10))
        column.addWidget(self._headline())
        bad = sum(finding.leaves_out for finding in self.report.findings)
        if bad:
            column.addLayout(self._sentence(self.tr("Files that can't be used: {n}. The run begins on the others if "
                                                    "you agree.").format(n=f"{bad:,}"), "warning"))
        for sentence in self.report.sentences():
            column.addLayout(self._sentence(sentence, "sentence"))
        column.addWidget(self._thumbnails(), 1)
        if self.report.findings:
            column.addWidget(self._faults_button(), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(self._faults)
        column.addLayout(self._buttons())
        self.setMinimumWidth(px(660))

    def _headline(self) -> QLabel:
        label = QLabel(Path(self.report.path).name, self)
        label.setProperty("role", "headline")
        label.setToolTip(self.report.path)
        return label

    def _sentence(self, text: str, role: str) -> QHBoxLayout:
        """One sentence with its mark."""
        row = QHBoxLayout()
        row.setSpacing(px(8))
        mark = QLabel(self)
        glyph = "alert-outline" if role == "warning" else "information-outline"
        mark.setPixmap(icon(glyph).pixmap(px(16), px(16)))
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setProperty("role", role)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        return row

    def _thumbnails(self) -> QScrollArea:
        """A row of small pictures for each split and side."""
        content = QWidget(self)
        content.setProperty("role", "scrolled")
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(px(6))
        for row, (title, pictures) in enumerate(self.report.thumbnails.items()):
            name = QLabel(title, content)
            name.setProperty("role", "secondary")
            grid.addWidget(name, row, 0)
            names = self.report.thumbnail_names[title]
            for place, pixels in enumerate(pictures[:_SHOWN]):
                grid.addWidget(self._thumbnail(picture(pixels), names[place], content), row, place + 1)
        grid.setColumnStretch(_SHOWN + 1, 1)
        grid.setRowStretch(len(self.report.thumbnails), 1)
        area = QScrollArea(self)
        area.setObjectName("image_report.thumbnails")
        area.setAccessibleName(self.tr("Examples of the images"))
        area.setWidgetResizable(True)
        area.setWidget(content)
        area.setMinimumHeight(min(_ROWS, len(self.report.thumbnails)) * px(_SIDE + 8))
        return area

    @staticmethod
    def _thumbnail(image: object, name: str, parent: QWidget) -> QLabel:
        label = QLabel(parent)
        pixmap = QPixmap.fromImage(image)  # type: ignore[arg-type]
        label.setPixmap(pixmap.scaledToHeight(px(_SIDE), Qt.TransformationMode.SmoothTransformation))
        label.setToolTip(name)
        label.setAccessibleName(name)
        return label

    def _faults_button(self) -> QPushButton:
        button = QPushButton(self.tr("File by file ({count})").format(count=f"{len(self.report.findings):,}"), self)
        button.setObjectName("image_report.files")
        button.setToolTip(self.tr("Show what is said of every single file"))
        button.setCheckable(True)
        button.toggled.connect(self._faults.setVisible)
        return button

    def _faults_box(self) -> QPlainTextEdit:
        found = self.report.findings
        lines = [finding.sentence for finding in found[:_MOST_LINES]]
        if len(found) > _MOST_LINES:
            lines.append(self.tr("and {n} more").format(n=f"{len(found) - _MOST_LINES:,}"))
        box = QPlainTextEdit("\n".join(lines), self)
        box.setObjectName("image_report.findings")
        box.setAccessibleName(self.tr("Faults, file by file"))
        box.setReadOnly(True)
        box.setFont(monospaced(11))
        box.setMinimumHeight(px(120))
        box.hide()
        return box

    def _buttons(self) -> QHBoxLayout:
        needs = self.report.needs_agreement
        go_on = QPushButton(self.tr("Train on the good files") if needs else self.tr("Use these images"), self)
        go_on.setObjectName("image_report.accept")
        go_on.setToolTip(self.tr("Leave out what can't be used, and begin a run on the rest") if needs
                         else self.tr("Begin a run on these images"))
        go_on.setProperty("role", "primary")
        go_on.setDefault(True)
        back = QPushButton(self.tr("Cancel"), self)
        back.setObjectName("image_report.reject")
        back.setToolTip(self.tr("Begin nothing; the run that is open stays as it is"))
        go_on.clicked.connect(self.accept)
        back.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(go_on)
        return row
