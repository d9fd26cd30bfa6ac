"""The life of a run: loop, channel, worker, history, keyframes and run folder."""
