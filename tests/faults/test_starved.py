"""A disk that is full or may not be written: clear words, and nothing lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.graph.database import embedded
from sayso.graph.database.embedded_engine import store_folder
from sayso.graph.errors import StoreError, StoreUnavailable
from sayso.graph.settings import Settings
from sayso.graph.store import Store
from sayso.tests.conftest import PATIENT, require
from sayso.tests.faults.stories import CLAIMS, stories

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

MEGABYTES = 48
"""Enough for an empty store, too little for what the test loads."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    tried = shutil.which("mount") and subprocess.run(mount, capture_output=True, check=False)
    require(tried and tried.returncode == 0, "this test may not mount a small disk")
    yield folder
    embedded.stop(folder / "store")
    subprocess.run(["umount", str(folder)], check=True)


def filler(folder: Path) -> None:
    """Fill the disk of `folder` to the last block."""
    with (folder / "filler").open("wb") as file:
        try:
            while True:
                file.write(bytes(65_536))
                file.flush()
        except OSError:
            return


def test_a_full_disk_is_told_and_nothing_is_lost(small_disk: Path) -> None:
    """A load that no longer fits fails with a clear message; with room again it goes on."""
    settings = Settings(store=small_disk / "store", **PATIENT)
    safe: list[str] = []
    with Store.open(settings) as store:
        store.write(stories(0, 10), on_written=lambda written: safe.append(written.document.id))
        filler(small_disk)
        with pytest.raises(StoreError, match=r"no space left for the store in .*is safe"):
            store.write(
                stories(10, 5_000), on_written=lambda written: safe.append(written.document.id)
            )
    embedded.stop(store_folder(settings))
    (small_disk / "filler").unlink()
    with Store.open(settings) as store:
        found = dict(
            store.cypher(
                "MATCH (d:Document) RETURN d.id, COUNT { (d)<-[:STATED_IN]-(:Claim) }", rows=10_000
            ).rows
        )

        assert set(safe) <= set(found)
        assert set(found.values()) == {CLAIMS}
        assert store.check() == ()
        assert store.write(stories(0, 40)).documents == 40


def test_a_full_disk_starts_no_store(small_disk: Path) -> None:
    """Where not even the engine's own files fit, the message names folder and reason."""
    filler(small_disk)

    with pytest.raises(StoreUnavailable, match=r"no space left for the store in .*make room"):
        Store.open(Settings(store=small_disk / "store", **PATIENT))


def test_a_read_only_disk_is_told(small_disk: Path) -> None:
    """A store on a disk that may only be read is not opened, and not touched."""
    settings = Settings(store=small_disk / "store", **PATIENT)
    with Store.open(settings) as store:
        store.write(stories(0, 10))
    embedded.stop(store_folder(settings))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        with pytest.raises(StoreUnavailable, match=r"Read-only file system.*--store"):
            Store.open(settings)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    with Store.open(settings) as store:
        assert store.check() == ()
        assert store.status().documents == 10
