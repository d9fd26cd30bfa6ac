"""Measuring sticks held to the window by ``ganviz bench``; the window itself knows nothing of them."""
