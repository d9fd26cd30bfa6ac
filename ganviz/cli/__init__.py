"""The commands of ``ganviz``, one file each; no Qt and no torch until a command needs them."""
