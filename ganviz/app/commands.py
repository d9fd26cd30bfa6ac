"""What the actions do: one method each, on the tab that is on show."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ganviz.app.dialogs.about import AboutDialog
from ganviz.app.files import Files
from ganviz.app.images.opening import Images
from ganviz.app.keeping import Keeping
from ganviz.app.session import Session
from ganviz.app.speed import FULL, SLOW_MOTION, SPEEDS
from ganviz.app.theme import ThemeMode
from ganviz.app.translate.using import Using
from ganviz.settings.command import train_command
from ganviz.settings.run import RunSettings
from ganviz.training.messages import Players

if TYPE_CHECKING:
    from ganviz.app.main_window import MainWindow

_MOST_SEED = 2**31 - 1


class Commands(QObject):
    """The methods that ``ganviz.app.actions`` names."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.files = Files(window)
        self.images = Images(window)
        self.using = Using(window)
        self.keeping = Keeping(window)

    @property
    def _session(self) -> Session:
        return self._window.tab.session

    # --- runs ---

    def new_run(self) -> None:
        """Begin a new run with the settings on show."""
        form = self._window.tab.panel.form
        if form.wrong:
            self._window.notices.tell("warning", self.tr("Mend the marked setting first."))
            return
        self._window.tab.new_run(form.game.wanted(), form.run.wanted())

    def reset_same_seed(self) -> None:
        """Begin again with the same seed."""
        panel = self._window.tab.panel
        self._window.tab.new_run(panel.settings, panel.run_settings)

    def reset_new_seed(self) -> None:
        """Begin again with another seed."""
        panel = self._window.tab.panel
        seed = random.SystemRandom().randint(0, _MOST_SEED)
        self._window.tab.new_run(panel.settings, panel.run_settings.changed({"seed": seed}))

    def load_preset(self, name: str) -> None:
        """Begin a new run as a preset says."""
        self._window.tab.load_preset(name)
        self._window.preferences.set_preset(self._window.tab.entry.id, name)

    def open_run(self) -> None:
        """Ask for a run's folder and open it."""
        self.files.open_run()

    def open_points(self) -> None:
        """Ask for a file of points and begin a run on it."""
        self.files.open_points()

    def open_images(self) -> None:
        """Ask for a folder of images and look at it."""
        self.images.open_one()

    def open_two_folders(self) -> None:
        """Ask for the folder of each side and look at both."""
        self.images.open_two()

    def save_run_as(self) -> None:
        """Ask for a folder and copy the run there."""
        self.files.save_run_as()

    def name_run(self) -> None:
        """Ask for a name for this run."""
        self.keeping.name_run()

    def pin_run(self, on: bool) -> None:
        """Keep this run out of every clean-up, or not."""
        self.keeping.pin(on)

    def clean_up(self) -> None:
        """Show the runs that have neither a name nor a pin."""
        self.keeping.clean_up()

    def copy_as_command(self) -> None:
        """Put the command line of this run on the clipboard."""
        tab = self._window.tab
        run = tab.panel.run_settings
        assert isinstance(run, RunSettings)
        command = train_command(tab.entry.id, tab.panel.settings, run, tab.panel.preset)
        QApplication.clipboard().setText(command)
        self._window.notices.tell("info", self.tr("Copied: {command}").format(command=command))

    def quit(self) -> None:
        """Close the window, which saves every run."""
        self._window.close()

    # --- transport ---

    def play_or_pause(self) -> None:
        """Train, or rest; the runs of other tabs rest while this one trains."""
        steers = self._session.steers
        self._session.play_or_pause()
        if steers:
            self._only_this_one_trains()

    def run_until(self, iteration: int) -> None:
        """Train until ``iteration``."""
        self._session.play(iteration)
        self._only_this_one_trains()

    def _only_this_one_trains(self) -> None:
        if self._session.playing or self._session.started:
            for tab in self._window.built_tabs():
                if tab.session is not self._session:
                    tab.session.pause()

    def step_both(self) -> None:
        """Train one iteration."""
        self._session.step(Players.BOTH)

    def step_d(self) -> None:
        """Train D alone."""
        self._session.step(Players.D)

    def step_g(self) -> None:
        """Train G alone."""
        self._session.step(Players.G)

    def step_back(self) -> None:
        """Show the iteration before this one."""
        self._session.back()

    def ask_to_pause(self) -> None:
        """Ask the process that writes the run to pause."""
        self._session.ask_writer(pause=True)

    def ask_to_go_on(self) -> None:
        """Ask the process that writes the run to go on."""
        self._session.ask_writer(pause=False)

    def run_to(self) -> None:
        """Ask for an iteration and train until it."""
        self._window.ask_run_to()

    def continue_from_here(self) -> None:
        """Open a branch at the iteration on show."""
        self._session.go_on_from_here()

    def back_to_the_present(self) -> None:
        """Show the newest iteration."""
        self._session.view(None)

    def toggle_slow_motion(self, on: bool) -> None:
        """Rest at every sub-step, or go at full speed."""
        self.choose_speed(SLOW_MOTION if on else FULL)

    def choose_speed(self, place: int) -> None:
        """Go at one of ``SPEEDS``, in every tab."""
        for tab in self._window.built_tabs():
            tab.session.set_speed(SPEEDS[place].command)
        self._window.show_speed(place)

    def scrub(self, iteration: int | None) -> None:
        """Show an earlier iteration, or the newest."""
        self._session.scrub(iteration)

    # --- the model ---

    def draw(self) -> None:
        """Draw for the generator, or go back to the samples."""
        self.images.draw()

    def translate(self) -> None:
        """Ask for images and translate them with the run on show."""
        self.using.choose()

    # --- the window ---

    def theme_system(self) -> None:
        """Follow the system's colours."""
        self._window.choose_theme(ThemeMode.SYSTEM)

    def theme_dark(self) -> None:
        """Show the dark theme."""
        self._window.choose_theme(ThemeMode.DARK)

    def theme_light(self) -> None:
        """Show the light theme."""
        self._window.choose_theme(ThemeMode.LIGHT)

    def show_all(self) -> None:
        """Undo zoom and panning of the picture on show."""
        if self._window.tab.show_all is not None:
            self._window.tab.show_all()

    def next_tab(self) -> None:
        """Show the next tab."""
        self._window.turn_tabs(1)

    def previous_tab(self) -> None:
        """Show the tab before."""
        self._window.turn_tabs(-1)

    def toggle_settings_panel(self, on: bool) -> None:
        """Show or hide the settings."""
        self._window.tab.settings_side.set_open(on)

    def toggle_measures_panel(self, on: bool) -> None:
        """Show or hide the curves and measures."""
        self._window.tab.measures_side.set_open(on)

    def reset_layout(self) -> None:
        """Put the panels and their widths back."""
        self._window.preferences.forget_layout()
        self._window.tab.reset_layout()

    def about(self) -> None:
        """Show version, licence and folders."""
        from ganviz.training.folder.folder import runs_folder

        dialog = AboutDialog(str(runs_folder()), self._window)
        dialog.exec()
        dialog.deleteLater()
