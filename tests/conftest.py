"""What every test stands on: settings of its own, a fresh data folder, a database file that threads can share."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_DATA = Path(tempfile.mkdtemp(prefix="makeready-tests-"))
for name in [name for name in os.environ if name.startswith("MAKEREADY_") and name != "MAKEREADY_CHROMIUM"]:
    del os.environ[name]
os.environ["MAKEREADY_DATA"] = str(_DATA)
os.environ["MAKEREADY_ALLOW_HOSTS"] = "127.0.0.1"
os.environ["MAKEREADY_LOG_LEVEL"] = "WARNING"
os.environ["DJANGO_SETTINGS_MODULE"] = "makeready.office.site.settings"

import shutil  # noqa: E402
from collections.abc import Iterator  # noqa: E402

import django  # noqa: E402
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

# A time is a benchmark, never an assertion; and what CI finds today it must find tomorrow.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("house")

from makeready.config import config  # noqa: E402
from tests.servers.house import house  # noqa: E402, F401  (a whole house, for whoever asks for one)

# Here, not by pytest-django's own setting: that one reads our settings before this file has set them. A worker of
# pytest-xdist finds those of the process that began it, and has read them by now: helper processes would get others.
config.cache_clear()
django.setup()


@pytest.fixture(scope="session", autouse=True)
def _data_folder_goes_with_the_tests() -> Iterator[None]:
    yield
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Tests run on a database file, not in memory: several threads and processes use it at once."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_DATA / f"test-{worker}.sqlite3")


@pytest.fixture(scope="session")
def payloads() -> Path:
    """Real store messages beside the checkout; tests that read them skip where they are not."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "payloads"
    if not folder.is_dir():
        pytest.skip("no ../shared/payloads beside this checkout: real store messages are not here")
    return folder
