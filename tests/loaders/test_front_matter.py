"""Front matter is told from prose, and its mistakes are named with their line."""

from datetime import date

import pytest

from sayso.loaders.front_matter import Details, DetailsError, parse_details, split_front_matter

STORY = "Acme bars Bolt.\nMore.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_ends_at_the_second_line_of_dashes(end: str) -> None:
    """The text begins right after the closing dashes, whatever ends the lines."""
    block, text = split_front_matter(f"---{end}title: A{end}---{end}{end}Acme bars Bolt.{end}")

    assert block is not None
    assert block.split() == ["title:", "A"]
    assert text == f"{end}Acme bars Bolt.{end}"


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "---\nA line of dashes opens this story, and no other follows.\n",
        "---\nA line of dashes opens this story, another one parts it.\n---\nThe end of it.\n",
        "---\nHe said: “We will not sell to them.”\n---\nThe end.\n",
        "---\nOSLO: The ministry has barred Acme from selling pumps.\n---\nThe end.\n",
        "-----\ntitle: A\n-----\n",
        "\n---\ntitle: A\n---\n",
        "--- title: A ---\n",
    ],
)
def test_a_story_that_opens_with_dashes_is_a_story(text: str) -> None:
    """Dashes alone are no front matter: nothing of the text is lost."""
    assert split_front_matter(text) == (None, text)


def test_a_line_of_dashes_inside_a_story_stays() -> None:
    """Only the first block is front matter; later dashes belong to the text."""
    block, text = split_front_matter("---\nlang: en\n---\nOne.\n---\nTwo.\n")

    assert (block, text) == ("lang: en\n", "One.\n---\nTwo.\n")


def test_front_matter_that_never_ends_is_an_error() -> None:
    """A known key without closing dashes is a slip, not a story."""
    with pytest.raises(DetailsError, match="not closed"):
        split_front_matter("---\ntitle: A\nAcme bars Bolt.\n")


def test_every_key_is_read() -> None:
    """The five keys arrive as their types, white space folded."""
    block = (
        'title: "Acme:  a  story"\noutlet: Harbour Courier\nurl: https://h.example/1?a=b\n'
        "published: 2024-04-16\nlang: en-GB\n"
    )

    assert parse_details(block) == Details(
        "Acme: a story", "Harbour Courier", "https://h.example/1?a=b", date(2024, 4, 16), "en"
    )


@pytest.mark.parametrize("block", ["", "# nothing known\n", "title:\nurl: ''\npublished: null\n"])
def test_what_is_not_known_may_be_left_out(block: str) -> None:
    """No key is required, and an empty value is none."""
    assert parse_details(block) == Details()


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-04-16T23:30:00+02:00", 16), ("'2024-04-16'", 16), ("2024-04-16 08:00", 16)],
)
def test_a_date_may_carry_a_time(written: str, day: int) -> None:
    """Only the day counts, as the outlet's own clock shows it."""
    assert parse_details(f"published: {written}").published == date(2024, 4, day)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("title: A\nauthor: B\n", "line 2: unknown key `author`"),
        ("Title: A\n", "unknown key `Title`"),
        ("title: A\ntitle: B\n", "line 2: `title` stands there twice"),
        ("title: [A\n", "not YAML"),
        ('lang: en\ntitle: "A\n', "not YAML"),
        ("title: A: B: C\n", "line 1: not YAML"),
        ("just words\n", "key: value"),
        ("- title\n- outlet\n", "key: value"),
        ("title: [A, B]\n", "line 1: one key, one plain value"),
        ("title: \x07\n", "not YAML"),
        ("published: 2024-02-30\n", "line 1: published `2024-02-30` is no date"),
        ("published: 16 April 2024\n", "is no date"),
        ("published: 2024\n", "is no date"),
        ("lang: no\n", "lang is `no`; only English"),
        ("lang: de\n", "only English"),
        ("url: javascript:alert(1)\n", "no web address"),
        ("url: www.example.org\n", "no web address"),
        ("[" * 5000, "not YAML"),
    ],
)
def test_a_mistake_is_named(block: str, message: str) -> None:
    """Each mistake says what is wrong and, where YAML knows it, in which line."""
    with pytest.raises(DetailsError) as caught:
        parse_details(block)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
