"""The measured promises, run by `ganviz bench`."""
