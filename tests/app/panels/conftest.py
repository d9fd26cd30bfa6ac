from tests.app.plots.conftest import nothing_is_left, pytest_collection_modifyitems  # noqa: F401
