"""Data-parallel training: the ranks that ``torchrun`` starts, joined by ``torch.distributed``.

Rank 0 leads: it alone has the run, its folder and its commands, and announces each iteration. The others have the game
alone; they play what is announced, from the state that they are given where theirs is another.
"""
