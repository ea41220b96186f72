"""The wheel is whole, and works where no checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parent.parent
ROOMS = ("graph", "loaders", "ui", "seeds")
BESIDE_THE_ROOMS = ("__init__.py", "py.typed", "pyproject.toml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else."""
    folder = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(folder)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return folder


def run(installed: Path, *code: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the installed wheel first on its path, away from the checkout."""
    return subprocess.run(
        [sys.executable, *code],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_wheel_is_whole(built: Path) -> None:
    """Nothing is lost on the way checkout → archive → wheel, nothing is added."""
    (wheel,) = built.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        f"sayso/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert packed == wanted | {f"sayso/{name}" for name in BESIDE_THE_ROOMS}


def test_wheel_carries_the_licences(built: Path) -> None:
    """Licence and notice travel with the package."""
    (wheel,) = built.glob("*.whl")
    packed = {name.rpartition("/")[2] for name in zipfile.ZipFile(wheel).namelist()}

    assert {"LICENSE", "NOTICE"} <= packed


def test_archive_holds_no_rubbish(built: Path) -> None:
    """What is made while working stays at home."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = opened.getnames()

    assert [name for name in names if "__pycache__" in name or "/.venv/" in name] == []


def test_installed_wheel_is_what_runs(installed: Path) -> None:
    """The package comes from the wheel, and no room is importable by its bare name."""
    result = run(installed, "-c", "import sayso; print(sayso.__file__)")

    assert result.stdout.strip() == str(installed / "sayso" / "__init__.py")
    assert "ModuleNotFoundError" in run(installed, "-c", "import graph").stderr


def test_installed_wheel_finds_its_data(installed: Path) -> None:
    """Relations and seeds are found where they were installed."""
    code = """
from importlib.resources import files
from sayso.graph.vocabulary import relations
assert "SUPPLIES" in relations()
print([p.name for p in files("sayso").joinpath("seeds").iterdir() if p.name.endswith(".txt")])
"""
    result = run(installed, "-c", code)

    assert result.stdout.strip() == "['hikvision-2019.txt']", result.stderr


def test_installed_command_answers(installed: Path) -> None:
    """The command line starts from the wheel."""
    result = run(installed, "-c", "from sayso.ui.cli import main; main(['version'])")

    assert result.returncode == 0, result.stderr
    assert result.stdout.strip().startswith("sayso 0.1.0")
