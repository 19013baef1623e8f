"""A real browser for the tests of the report, started once; skipped where there is none."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

    Run = Callable[..., Any]

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1600,1000",
)


class Page:
    """A report in the browser, and what a reader does with it."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver

    def open(self, path: Path, address: str = "") -> None:
        """Load a report anew, and forget what was logged before."""
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(path.as_uri() + address)

    def resize(self, width: int, height: int, *, is_phone: bool = False) -> None:
        """Give the window a size, in pixels of the page."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def darken(self) -> None:
        """Have the reader prefer dark pages."""
        dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)

    def run(self, script: str, *arguments: object) -> Any:
        """Return what a script returns."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> list[Any]:
        """Return the elements that a selector finds."""
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        """Return the first of them."""
        return self.driver.find_element("css selector", selector)

    def codes(self, selector: str) -> set[str]:
        """Return the codes of the milestones that a selector finds in the pictures."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.code)"
        return {code for code in self.driver.execute_script(script, selector) if code}

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the elements that a selector finds, hidden ones too."""
        script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
        return list(self.driver.execute_script(script, selector))

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    @property
    def focused(self) -> str | None:
        """The code of the milestone that has the focus."""
        code = self.driver.execute_script("return document.activeElement.dataset.code")
        return None if code is None else str(code)

    @property
    def address(self) -> str:
        """What the address has after '#'."""
        return str(self.driver.execute_script("return location.hash.slice(1)"))

    def complaints(self) -> list[str]:
        """Return what the browser complained of since the page was opened."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for since the page was opened."""
        events = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def log(self, name: str) -> list[dict[str, Any]]:
        """Return a log of the browser since it was last read."""
        return list(self.driver.get_log(name))


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Start the one browser of the run."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    browser, service = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or service is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(service))
    yield driver
    driver.quit()


@pytest.fixture
def page(driver: WebDriver) -> Page:
    """The browser, with a window of the usual size."""
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    return Page(driver)


@pytest.fixture(scope="session")
def shipped(driver: WebDriver, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the shipped plan."""
    return _written(run, tmp_path_factory.mktemp("shipped"))


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Callable[[str], Path]:
    """Write the report of a small plan, given as YAML."""

    def write(plan: str) -> Path:
        (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
        return _written(run, tmp_path, "--graph", str(tmp_path / "plan.yaml"))

    return write


def _written(run: Run, folder: Path, *options: str) -> Path:
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed")
    path = folder / "report.html"
    done = run("report", *options, "-o", path)
    assert done.returncode == 0, done.stderr
    return path
