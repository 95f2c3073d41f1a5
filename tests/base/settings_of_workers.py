"""The product's settings without its rooms, for worker processes that know only the tests' own work."""

from tanggap.config.settings import *  # noqa: F403

INSTALLED_APPS = []
