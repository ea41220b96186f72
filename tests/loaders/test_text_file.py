"""Text files become documents, untouched; whatever cannot be read says why."""

import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.graph.errors import DocumentError
from sayso.graph.model import Document
from sayso.loaders.text_file import find_files, read_bytes, read_file, read_text

STORY = "The ministry has barred Acme from selling pumps to the navy, it said."


def written(folder: Path, text: str | bytes, name: str = "story.txt") -> Path:
    """Return a new file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def reason(path: Path, **options: object) -> str:
    """Return why `path` is refused."""
    with pytest.raises(DocumentError) as caught:
        read_file(path, **options)  # type: ignore[arg-type]
    assert caught.value.path.startswith(str(path.parent))
    assert "\n" not in str(caught.value)
    return caught.value.reason


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_text_is_never_changed(tail: str) -> None:
    """Whatever a story holds, its document holds the same."""
    text = f"{STORY}\r\n{tail}\rEnd of the story.\n"

    assert read_bytes(text.encode(), "story.txt").text == text


def test_line_ends_and_spaces_are_kept(tmp_path: Path) -> None:
    """No newline is translated and no space cut, so that offsets hold."""
    text = f"  {STORY}\r\n\r\nIt is\u00a0so.\rAnd the\tend of it.  \n\n"

    assert read_file(written(tmp_path, text)).text == text


def test_byte_order_mark_is_dropped_once(tmp_path: Path) -> None:
    """The mark at the start is no text; a second one would be."""
    assert read_file(written(tmp_path, b"\xef\xbb\xbf" + STORY.encode())).text == STORY


def test_a_document_is_known_by_its_text(tmp_path: Path) -> None:
    """The same text under another name, with front matter, is the same document."""
    plain = read_file(written(tmp_path, STORY))
    moved = read_file(written(tmp_path, f"---\ntitle: A\n---\n{STORY}", "moved.txt"))

    assert plain.id == moved.id
    assert (plain.file_name, moved.file_name) == ("story.txt", "moved.txt")
    assert (plain.shown_name, moved.shown_name) == ("story.txt", "A")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_read_and_cut_off(tmp_path: Path, end: str) -> None:
    """The details are known, and the text begins after them."""
    head = end.join(["---", "title: Pumps", "outlet: Harbour Courier", "published: 2024-04-16"])
    document = read_file(written(tmp_path, f"{head}{end}---{end}{STORY}{end}"))

    assert document == Document(
        id=document.id,
        text=STORY + end,
        file_name="story.txt",
        title="Pumps",
        outlet="Harbour Courier",
        published_on=date(2024, 4, 16),
    )


def test_sidecar_is_read(tmp_path: Path) -> None:
    """NAME.meta.yaml beside NAME.txt says what the text does not."""
    written(tmp_path, "published: 2024-04-16\nurl: https://h.example\n", "story.meta.yaml")
    document = read_file(written(tmp_path, STORY))

    assert (document.published_on, document.url) == (date(2024, 4, 16), "https://h.example")
    assert document.text == STORY


def test_front_matter_and_sidecar_are_one_too_many(tmp_path: Path) -> None:
    """Two sources of one detail could disagree: neither is believed."""
    written(tmp_path, "lang: en\n", "story.meta.yaml")

    assert "front matter and a sidecar story.meta.yaml" in reason(
        written(tmp_path, f"---\nlang: en\n---\n{STORY}")
    )


def test_a_broken_sidecar_names_itself(tmp_path: Path) -> None:
    """The file to mend is the sidecar, so its name stands in the message."""
    sidecar = written(tmp_path, "lang: en\npublished: soon\n", "story.meta.yaml")
    path = written(tmp_path, STORY)
    with pytest.raises(DocumentError) as caught:
        read_file(path)

    assert caught.value.path == str(sidecar)
    assert caught.value.reason.startswith("line 2: published `soon` is no date")


def test_broken_front_matter_names_its_line(tmp_path: Path) -> None:
    """Lines are counted in the file, its first line of dashes included."""
    path = written(tmp_path, f"---\ntitle: A\nlanguage: en\n---\n{STORY}")

    assert reason(path).startswith("line 3: unknown key `language`")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"---\nlang: en\n---\n\n", "no text after its front matter"),
        (b"The ministry\x00said", "is binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xd8", "is binary"),
        (b"The ministry said \x1b[31mno\x1b[0m", "control character U+001B in line 1"),
        ("The café said\nthat it is".encode("cp1252"), "is not utf-8 at byte 7 (line 1)"),
        ("The ministry said.\nA café is barred.".encode("latin-1"), "at byte 24 (line 2)"),
        (STORY.encode("utf-16"), "is written in utf-16; give --encoding utf-16"),
        (b"Das Amt hat der Firma die Ausfuhr von Pumpen untersagt.", "German"),
        (b"---\nlang: fr\n---\nThe ministry said", "lang is `fr`"),
        (b"---\ntitle: [\n---\nThe ministry said", "not YAML"),
    ],
)
def test_bad_content_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """One line names the file and what is wrong with it."""
    assert message in reason(written(tmp_path, content))


def test_another_encoding_is_read_when_named(tmp_path: Path) -> None:
    """The same words arrive from any encoding, marks of byte order dropped."""
    text = STORY + " “So be it,” said a café owner."
    for encoding in ("cp1252", "utf-16", "utf-16-le", "utf-8-sig"):
        assert read_file(written(tmp_path, text.encode(encoding)), encoding=encoding).text == text


def test_windows_text_read_as_latin_1_is_refused(tmp_path: Path) -> None:
    """Curly quotes would become control characters: better no quote than a wrong one."""
    path = written(tmp_path, (STORY + " “No.”").encode("cp1252"))

    assert "control character" in reason(path, encoding="latin-1")


def test_unknown_encoding_is_refused(tmp_path: Path) -> None:
    """A misspelt encoding is not a fault of the file."""
    assert "no encoding `utf-9`" in reason(written(tmp_path, STORY), encoding="utf-9")


def test_size_limit_is_exact(tmp_path: Path) -> None:
    """A file of just the limit is read, one byte more is refused before it is read."""
    path = written(tmp_path, STORY)

    assert read_file(path, max_bytes=len(STORY)).text == STORY
    assert f"larger than {len(STORY) - 1} bytes" in reason(path, max_bytes=len(STORY) - 1)


def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    """What the system forbids is told in its own words."""
    assert "cannot be read" in reason(tmp_path / "missing.txt")


def test_a_folder_stands_for_its_texts_by_name(tmp_path: Path) -> None:
    """Only *.txt, not hidden, not in folders within, sorted; nothing twice."""
    for name in ("b.txt", "a.TXT", "c.md", ".hidden.txt", "a.meta.yaml"):
        written(tmp_path, STORY, name)
    (tmp_path / "inner").mkdir()
    written(tmp_path / "inner", STORY)
    files, errors = find_files([tmp_path / "b.txt", tmp_path])

    assert [path.name for path in files] == ["b.txt", "a.TXT"]
    assert errors == ()


def test_paths_that_stand_for_no_text_are_named(tmp_path: Path) -> None:
    """A missing path, an empty folder and a lone sidecar each get their own reason."""
    empty = tmp_path / "empty"
    empty.mkdir()
    good = tmp_path / "good"
    good.mkdir()
    story = written(good, STORY)
    written(good, "lang: en\n", "lost.meta.yaml")
    files, errors = find_files([tmp_path / "nowhere", empty, good, good / "lost.meta.yaml"])

    assert files == (story,)
    assert [(Path(error.path).name, error.reason) for error in errors] == [
        ("nowhere", "there is no such file or folder."),
        ("empty", "holds no text (*.txt)."),
        ("lost.meta.yaml", "there is no lost.txt for it."),
        ("lost.meta.yaml", "describes a text; name the text instead."),
    ]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input, in the encoding that was named."""
    piped = io.TextIOWrapper(io.BytesIO((STORY + " Café.").encode("cp1252")))
    monkeypatch.setattr(sys, "stdin", piped)
    document = read_file(Path("-"), encoding="cp1252")

    assert document.text == STORY + " Café."
    assert document.file_name is None


def test_pasted_text_takes_details_as_typed() -> None:
    """A form gives strings; empty ones count as not given, wrong ones are refused."""
    document = read_text(STORY, details={"title": " Pumps ", "published": "2024-04-16", "url": ""})

    assert (document.title, document.published_on) == ("Pumps", date(2024, 4, 16))
    with pytest.raises(DocumentError, match="is no date"):
        read_text(STORY, details={"published": "yesterday"})
    with pytest.raises(DocumentError, match="no web address"):
        read_text(STORY, details={"url": "javascript:alert(1)"})


def test_pasted_text_with_half_a_character_is_refused() -> None:
    """Half of a surrogate pair can be neither stored nor quoted."""
    with pytest.raises(DocumentError, match="half a character"):
        read_text(STORY + "\ud83d")


def test_odd_file_names_can_be_printed_and_stored(tmp_path: Path) -> None:
    """A name may hold line ends and bytes that are no UTF-8: messages stay one line."""
    odd = tmp_path / os.fsdecode(b"odd\n\xff.txt")
    odd.write_text(STORY, encoding="utf-8")
    missing = tmp_path / "gone\n.txt"
    files, errors = find_files([odd, missing])

    assert read_file(files[0]).file_name == "odd\ufffd\ufffd.txt"
    assert str(errors[0]) == f"{tmp_path}/gone\ufffd.txt: there is no such file or folder."
