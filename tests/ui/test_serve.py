"""How the page is served: settings by environment, safety and theme by its own file."""

import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from sayso.graph.settings import Settings
from sayso.ui import opener, serve
from sayso.ui.theme import DARK, LIGHT, Theme

UI = Path(serve.__file__).parent
CONFIG = tomllib.loads((UI / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_settings_survive_the_environment() -> None:
    """The page reads the very settings that the command line had."""
    given = Settings(uri="neo4j://db:7687", database="my news", store=Path("a b"), port=9000)
    values = serve.environment(given, start="Harbour Rail", base={"HOME": "/h"})

    assert Settings.from_environment(values) == given
    assert values[serve.START] == "Harbour Rail"
    assert values["HOME"] == "/h"


def test_nothing_is_invented() -> None:
    """What was not chosen is not passed on."""
    values = serve.environment(Settings(), start=None, base={})

    assert serve.START not in values
    assert "SAYSO_URI" not in values
    assert Settings.from_environment(values) == Settings()


@pytest.mark.parametrize(("limit", "megabytes"), [(1, "1"), (5_000_000, "5"), (2**20 + 1, "2")])
def test_command_limits_uploads(limit: int, megabytes: str) -> None:
    """An upload may be as large as a document, in the whole megabytes that Streamlit knows."""
    words = serve.command(Settings(max_document_bytes=limit, port=9000))
    flags = dict(zip(words[5::2], words[6::2], strict=True))

    assert flags["--server.maxUploadSize"] == megabytes
    assert flags["--server.port"] == flags["--browser.serverPort"] == "9000"
    assert flags["--server.headless"] == "true"


def test_page_is_private() -> None:
    """The page listens on this machine only, tells nobody, and shows no traceback."""
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["allowedHosts"] == ["127.0.0.1", "localhost"]
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_static_folder_holds_fonts_and_logo_only() -> None:
    """Whatever lies in the served folder is public."""
    assert {path.suffix for path in (UI / "static").iterdir()} == {".woff2", ".svg"}
    for face in CONFIG["theme"]["fontFaces"]:
        assert (UI / face["url"].removeprefix("app/")).is_file()


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_theme_block_is_the_palette(name: str, theme: Theme) -> None:
    """Streamlit's theme and the palette of canvas and figures are the same colours."""
    block = CONFIG["theme"][name]

    assert block["backgroundColor"] == theme.page
    assert block["secondaryBackgroundColor"] == theme.surface
    assert block["primaryColor"] == theme.primary
    assert block["yellowBackgroundColor"] == theme.marker
    assert block["chartCategoricalColors"] == list(theme.types.values())


def test_browser_opens_when_the_page_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is opened once it answers, and never before."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) is None)

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/_stcore/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        assert not opener.open_when_up(address + "/elsewhere", patience_seconds=0)
        thread = Thread(target=server.handle_request, daemon=True)
        thread.start()
        assert opener.open_when_up(address, patience_seconds=30)
        thread.join()

    assert opened == [address]
