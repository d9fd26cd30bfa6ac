from tests.app.plots.conftest import nothing_is_left  # noqa: F401
