"""The settings of a run: where it computes, and how it is kept."""

from __future__ import annotations

from typing import Literal

from ganviz.settings.field import Settings, setting

_RUN = "Run"


class RunSettings(Settings):
    """What can be chosen for any run, whatever its game."""

    seed: int = setting(1, title="Seed", section=_RUN, ge=0, le=2**31 - 1,
                        help="The start of every random draw; the same seed gives the same run, except where the "
                             "engine changes over as soon as code is compiled.")
    device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto", title="Device", section=_RUN,
        help="Where the game computes; auto takes a GPU where a game gains by it.")
    threads: int = setting(0, title="Threads", section=_RUN, ge=0, le=256, special={0: "automatic"},
                           help="CPU threads of the game; automatic is one for toy games, where more would be slower, "
                                "and every core for games of images.")
    record_every: int = setting(1, title="Record every", section=_RUN, ge=1, le=10_000, unit="iterations", step=2,
                                scale="logarithmic", help="How many iterations lie between two rows of the history.")
    autosave: float = setting(30.0, title="Autosave", section=_RUN, ge=1, le=86_400, unit="s", step=2,
                              scale="logarithmic",
                              help="Seconds between two checkpoints while the run trains. Saving takes at most 2 % of "
                                   "the time, so a large run, which takes long to write, is saved less often.")
    checkpoints: int = setting(5, title="Checkpoints kept", section=_RUN, ge=1, le=1000,
                               help="How many of the newest checkpoints stay; the best one always does.")
    checkpoints_spread: int = setting(
        4, title="Checkpoints of the past", section=_RUN, ge=0, le=1000, special={0: "none"},
        help="How many older checkpoints stay besides, spread over the whole run: from there a run of images can be "
             "looked at and gone on with. Each takes as much of the disk as any other, 340 to 690 MB with networks of "
             "full size.")
    history_megabytes: int = setting(256, title="Room for the past", section=_RUN, ge=1, le=65_536, unit="MB", step=2,
                                     scale="logarithmic", help="How much the stored earlier states may take.")
