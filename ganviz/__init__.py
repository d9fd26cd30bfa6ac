"""ganviz: the desktop laboratory of the adversarial game."""

__version__ = "0.1.0"
