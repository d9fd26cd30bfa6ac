"""What whole iterations are played with: step by step (eager), or by code compiled for the game.

The mathematics stands in ``ganviz.games`` alone. Here is what makes code of it and keeps it: ``spec`` says what shapes
code, ``cache`` keeps it on disk, ``compilation`` makes it in a process of its own (``making``), ``codes`` hands it out,
``obstacles`` says where there is none, and ``keeper`` decides, iteration by iteration, which engine a run goes on with.
"""
