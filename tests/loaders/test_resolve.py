"""Who and what a text speaks of: names, labels, groups, descriptions, pronouns."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from sayso.graph.model import Attribution, Label, Referent
from sayso.loaders.extract.mend import mend
from sayso.loaders.extract.parse import default_parser
from sayso.loaders.extract.resolve import Resolution, resolve, resolve_quoted
from sayso.loaders.extract.segment import segment
from sayso.loaders.extract.stages import VoicedBy, Voicing


@cache
def read(text: str) -> Resolution:
    blocks = segment(text)
    return resolve(mend(default_parser()(text, blocks)), blocks)


def named(text: str, name: str) -> Referent:
    found = [referent for referent in read(text).referents if name in referent.names]
    assert found, [referent.names for referent in read(text).referents]
    return found[0]


def said_of(text: str, name: str) -> list[str]:
    """Return every mention of a referent, as it stands in the text."""
    return [text[slice(*span)] for span in named(text, name).spans]


def label_of(text: str, name: str) -> Label:
    return named(text, name).label


# Labels


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Quillon Systems Ltd sold cranes to Bolt.", "Quillon Systems Ltd", Label.FIRM),
        ("The chipmaker Quillon sold wafers.", "Quillon", Label.FIRM),
        ("Quillon, a maker of cranes, grew.", "Quillon", Label.FIRM),
        ("Quillon shares fell.", "Quillon", Label.FIRM),
        ("It sells to grocers such as Penny Lane and Harvest Row.", "Harvest Row", Label.FIRM),
        ("They bought engines from Norbain last year.", "Norbain", Label.FIRM),
        ("Quillon sells cranes to Bolt Harbour.", "Bolt Harbour", Label.FIRM),
        ("The chipmakers Quillon and Orvane grew.", "Orvane", Label.FIRM),
        ("Two lawmakers, Ada Low and Ben Ray, spoke.", "Ben Ray", Label.LAWMAKER),
        ("The Port Authority of Aldmoor banned it.", "Port Authority of Aldmoor", Label.AGENCY),
        ("The Bureau of Wind and Water sued.", "Bureau of Wind and Water", Label.AGENCY),
        ("The Financial Times said so.", "Financial Times", Label.OUTLET),
        ("Senator Ada Low spoke.", "Ada Low", Label.LAWMAKER),
        ("Prime Minister Ben Ray spoke.", "Ben Ray", Label.PERSON),
        ("Ada Low, chief executive of Quillon, spoke.", "Ada Low", Label.PERSON),
        ("Ada Low, President and CEO of Quillon, spoke.", "Ada Low", Label.PERSON),
        ("Ada Low, 61, spoke.", "Ada Low", Label.PERSON),
        ("Rights groups, including Fair Harbour, protested.", "Fair Harbour", Label.ORGANISATION),
        ("The University of Aldmoor agreed.", "University of Aldmoor", Label.ORGANISATION),
        ("The ship lay off Aldmoor Island.", "Aldmoor Island", Label.PLACE),
    ],
)
def test_a_name_is_known_by_what_stands_around_it(text: str, name: str, label: Label) -> None:
    """Descriptions, titles, heads and slots decide; the model's guess comes last."""
    assert label_of(text, name) is label


def test_one_telling_mention_decides_for_all() -> None:
    """A name that is described once is that everywhere."""
    text = "Norbain spoke on Monday. The ministry named Norbain. The shipbuilder Norbain sued."

    assert label_of(text, "Norbain") is Label.FIRM
    assert len(said_of(text, "Norbain")) == 3


def test_a_guessed_label_is_marked_as_weak() -> None:
    """A claim may correct what only the model's guess says."""
    resolution = read("The dockers met Orvane again. The shipbuilder Norbain sued.")
    weak = {resolution.referents[number].name for number in resolution.weak}

    assert weak == {"Orvane"}


@pytest.mark.parametrize(
    "text",
    ["The Clean Air Act passed.", "It is on the Entity List.", "On May 3 it rained on Monday."],
)
def test_laws_lists_and_days_are_no_entities(text: str) -> None:
    """What is written large is not always an actor."""
    assert read(text).referents == ()


def test_a_credit_line_names_nobody() -> None:
    """Photographers do not become persons; a known outlet stays one."""
    text = "Ada Low | Bloomberg | Getty Images\nQuillon sold cranes."

    assert [r.name for r in read(text).referents if r.label is not Label.PRODUCT] == [
        "Bloomberg",
        "Quillon",
    ]


def test_a_ticker_is_part_of_no_name() -> None:
    """What an exchange calls a share is neither firm nor place."""
    text = "Quillon Foods, Inc. (NYSE: QLN) sold its mill."

    assert [r.name for r in read(text).referents][0:1] == ["Quillon Foods, Inc."]
    assert not any("QLN" in r.name or "NYSE" in r.name for r in read(text).referents)


# One name, many forms


def test_short_forms_belong_to_the_long_name() -> None:
    """Beginnings, initials and bracketed forms are one referent with the long form."""
    text = (
        "The Bureau of Harbour Safety (BHS) fined Quillon Marine Works. "
        "BHS said Quillon had been warned."
    )

    assert named(text, "BHS").name == "Bureau of Harbour Safety"
    assert named(text, "Quillon").name == "Quillon Marine Works"


def test_a_person_is_known_by_the_last_name() -> None:
    """The title is no part of the name."""
    text = "Mr. Ben Ray met Ada Low. Ray spoke first."

    assert said_of(text, "Ben Ray") == ["Mr. Ben Ray", "Ray"]


def test_a_list_joined_by_and_is_several_names() -> None:
    """Two firms joined by a conjunction never become one."""
    text = "Applied Cranes and Bolt Research sell lifts."

    assert {r.name for r in read(text).referents} >= {"Applied Cranes", "Bolt Research"}


def test_the_article_is_shown_on_no_name() -> None:
    """It belongs to the mention, not to the name."""
    text = "The Financial Times said so."

    assert named(text, "Financial Times").name == "Financial Times"
    assert said_of(text, "Financial Times") == ["The Financial Times"]


def test_two_firms_with_one_beginning_stay_apart() -> None:
    """A person and a firm of the same name are two referents."""
    text = "Maria Delgado founded Delgado Precision, a valve maker. Delgado is 61."

    assert said_of(text, "Maria Delgado") == ["Maria Delgado", "Delgado"]
    assert said_of(text, "Delgado Precision") == ["Delgado Precision"]


# Countries and their governments


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Norway blocked the sale.", "Norway"),
        ("Ministers accused Norway of spying.", "Norway"),
        ("They denounced Norway’s measures.", "Norway"),
        ("It is on a Norwegian blacklist.", "Norwegian"),
        ("New Norwegian export rules hurt it.", "Norwegian"),
        ("Oslo said it would wait.", "Oslo"),
        ("They put pressure on Norway.", "Norway"),
    ],
)
def test_a_country_that_acts_is_its_government(text: str, mention: str) -> None:
    """Subjects, the accused, and owners of measures are governments."""
    government = named(text, "Norwegian government")

    assert government.label is Label.AGENCY
    assert government.country == "NO"
    assert mention in [text[slice(*span)] for span in government.spans]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The yard lies in Norway.", "Norway"),
        ("Norway’s economy grew.", "Norway"),
        ("Norwegian fish is cheap.", "Norway"),
        ("The talks were held near Oslo.", "Oslo"),
        ("She lives in Norway’s west.", "Norway"),
    ],
)
def test_a_country_where_something_is_stays_a_place(text: str, name: str) -> None:
    """After "in", and as the owner of land and people, it is a place."""
    assert label_of(text, name) is Label.PLACE


def test_place_and_government_are_two_referents() -> None:
    """They share a word, never a referent."""
    text = "Norway banned cranes made in Norway. The Norwegian government said so."
    resolution = read(text)

    assert said_of(text, "Norwegian government") == ["Norway", "The Norwegian government"]
    assert {r.label for r in resolution.referents if "Norway" in r.names} == {
        Label.PLACE,
        Label.AGENCY,
    }


def test_the_texts_own_word_for_a_government_is_shown() -> None:
    """An administration is not shown as a government."""
    text = "The U.S. administration waited. Washington may put Bolt on a U.S. blacklist."

    assert named(text, "Washington").name == "U.S. administration"


def test_a_ministry_is_named_after_its_country() -> None:
    """Possessive and adjective lead to one name."""
    text = "Norway’s trade ministry objected. The Norwegian trade ministry sued."

    assert len(said_of(text, "Norwegian trade ministry")) == 2
    assert named(text, "Norwegian trade ministry").country == "NO"


def test_a_state_body_keeps_its_name_with_and_without_country() -> None:
    """One body, however much of its name is written."""
    text = "The Norwegian Coast Agency sued. The Coast Agency won. The Norwegian regulator smiled."

    assert said_of(text, "Norwegian Coast Agency") == [
        "The Norwegian Coast Agency",
        "The Coast Agency",
        "The Norwegian regulator",
    ]


def test_words_in_capitals_are_no_names() -> None:
    """What a headline shouts stays a verb and its object."""
    text = "Norway HAS LIFTED ITS BAN on imports."

    assert [r.name for r in read(text).referents] == ["Norwegian government"]


def test_a_mention_knows_its_country() -> None:
    """A nationality before a firm is a mention of the place, inside the firm's."""
    text = "Danish crane maker Quillon grew."
    resolution = read(text)
    quillon = next(m for m in resolution.mentions if resolution.of(m).name == "Quillon")

    assert text[slice(*quillon.span)] == "Danish crane maker Quillon"
    assert resolution.country(quillon) == "DK"


# Groups and the unnamed


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("U.S. companies protested.", "U.S. companies", Label.FIRM),
        ("It was signed by more than 40 lawmakers.", "more than 40 lawmakers", Label.LAWMAKER),
        ("The list names 21 other Danish firms.", "21 other Danish firms", Label.FIRM),
        ("Western capitals objected.", "Western capitals", Label.AGENCY),
        ("Rights groups objected.", "Rights groups", Label.ORGANISATION),
        ("Three diplomats said so.", "Three diplomats", Label.PERSON),
        (
            "Two people familiar with the matter said so.",
            "Two people familiar with the matter",
            Label.PERSON,
        ),
    ],
)
def test_a_group_is_named_by_its_own_words(text: str, name: str, label: Label) -> None:
    """Groups are collective, and are shown as the text has them."""
    group = named(text, name)

    assert (group.label, group.collective, group.unnamed) == (label, True, False)


def test_a_group_is_named_after_where_it_is() -> None:
    """Two groups of one noun are told apart by their places."""
    text = "Most of the vendors are in Turkey although there are some in Germany."

    assert named(text, "vendors in Turkey").country == "TR"
    assert named(text, "vendors in Germany").country == "DE"


def test_a_group_comes_back_with_the_article() -> None:
    """A definite group is the one spoken of, not a new one."""
    text = "More than 40 lawmakers signed. The lawmakers want a ban."

    assert said_of(text, "More than 40 lawmakers") == ["More than 40 lawmakers", "The lawmakers"]


def test_an_unnamed_person_is_named_by_role_and_employer() -> None:
    """The resolved organisation makes the name readable."""
    text = (
        "Quillon Marine grew. A Quillon executive told Reuters so. The executive left. She smiled."
    )
    unnamed = named(text, "unnamed Quillon Marine executive")

    assert unnamed.unnamed
    assert [text[slice(*span)] for span in unnamed.spans] == [
        "A Quillon executive",
        "The executive",
        "She",
    ]


def test_whoever_tells_something_is_a_person() -> None:
    """The slot decides where the noun is unknown or garbled."""
    text = "Quillon grew, but an overship in the company’soffice told Reuters it was worried."

    assert label_of(text, "unnamed Quillon overship") is Label.PERSON


# Descriptions and pronouns


def test_the_company_is_not_the_other_argument() -> None:
    """Who sues the company is not the company."""
    text = "The yard Quillon lost money. Bolt Ltd sued the company."

    assert said_of(text, "Quillon")[-1] == "the company"


def test_the_nearest_firm_wins_over_one_of_known_country() -> None:
    """A description in the same sentence is the firm just named there."""
    text = (
        "Danish crane maker Quillon grew. "
        "The ministry blocked Bolt Ltd from ports, barring trade with the Danish firm."
    )

    assert said_of(text, "Bolt Ltd")[-1] == "the Danish firm"


def test_a_seat_shows_the_country() -> None:
    """A base or headquarters places a firm as an adjective does."""
    text = (
        "Oslo-based Quillon sells cranes to Bolt Ltd, headquartered in Copenhagen. "
        "The Norwegian company grew. The Danish firm paid."
    )

    assert said_of(text, "Quillon")[-1] == "The Norwegian company"
    assert said_of(text, "Bolt Ltd")[-1] == "The Danish firm"


def test_nationality_tells_firms_apart() -> None:
    """A description with a country is the firm of that country."""
    text = "Quillon sells cranes to Nordvind, a Danish utility. The Danish company paid."

    assert said_of(text, "Nordvind") == ["Nordvind", "The Danish company"]


def test_who_declined_to_comment_is_not_the_topic() -> None:
    """A no-comment line does not change what the story is about."""
    text = (
        "Crane maker Quillon supplies lifts to Bolt Ltd. Bolt Ltd declined to comment. "
        "The ministry said the company was on its list."
    )

    assert "the company" in said_of(text, "Quillon")


def test_a_speech_tag_does_not_refer_into_the_quotation() -> None:
    """A possessive behind a quotation is not somebody quoted."""
    text = (
        "Tamber Telecom denied the charge. "
        "“We sold nothing to Lumen Ltd,” its chief executive, Grace Low, told reporters."
    )
    resolution = read(text)
    boss = next(n for n, r in enumerate(resolution.referents) if r.name == "Grace Low")

    assert resolution.referents[resolution.employer(boss) or 0].name == "Tamber Telecom"


def test_he_and_she_are_told_apart() -> None:
    """A title's gender keeps a pronoun from the wrong person."""
    text = "Mr. Ben Ray met Ms. Ada Low. She spoke."

    assert said_of(text, "Ada Low") == ["Ms. Ada Low", "She"]


def test_a_pronoun_with_two_equal_candidates_stays_open() -> None:
    """No guess is better than a wrong one."""
    text = "Ada Low and Eva Ray were there. She spoke."
    resolution = read(text)

    assert all(mention.form != "pronoun" for mention in resolution.mentions)


def test_it_rains_for_nobody() -> None:
    """Empty subjects refer to nothing."""
    text = "Quillon grew. It is clear that cranes sell."

    assert said_of(text, "Quillon") == ["Quillon"]


def test_the_first_person_is_the_speakers_organisation() -> None:
    """In a quotation it is whom the speaker speaks for."""
    text = "Quillon grew. “We can buy elsewhere,” a Quillon executive said."
    resolution = read(text)
    speaker = next(n for n, r in enumerate(resolution.referents) if r.unnamed)
    start, end = text.index("“"), text.index("”") + 1
    by = VoicedBy(speaker, Attribution.UNNAMED, resolution.referents[speaker].spans[0], "said")

    resolved = resolve_quoted(resolution, resolution.parse, [Voicing((start, end), (by,), 0, "")])
    we = next(m for m in resolved.mentions if text[slice(*m.span)] == "We")

    assert resolved.of(we).name == "Quillon"


# The whole


STORY = (
    "LAGOS (Reuters) - Nigeria's central bank has revoked the licence of Savanna Micro Bank, "
    "two sources said.\n"
    "The lender borrowed from Duro Bank and Abuja-based Okon Capital. "
    "Its managing director, Chinedu Okafor, did not answer calls.\n"
    "The Central Bank of Nigeria (CBN) declined to comment. "
    "Lawmakers plan to summon its governor, Amina Bello. They want her to explain.\n"
    '"We acted in time," Bello said.\n'
    "Read more: banks in trouble\n"
)


def test_every_span_slices_the_text() -> None:
    """Mentions and referents point to the same exact stretches."""
    resolution = read(STORY)
    tokens = resolution.parse.tokens

    for mention in resolution.mentions:
        first, last = mention.tokens
        assert mention.span == (tokens[first].span[0], tokens[last - 1].span[1])
        assert first <= mention.head < last
        assert mention.span in resolution.of(mention).spans
        assert mention.label is resolution.of(mention).label
    for referent in resolution.referents:
        assert referent.name in referent.names
        assert referent.spans == tuple(sorted(set(referent.spans)))


def test_a_story_is_read_as_a_reader_would() -> None:
    """Bank, regulator, persons and pronouns of a wire story."""
    regulator = named(STORY, "CBN")

    assert regulator.label is Label.AGENCY
    assert said_of(STORY, "Savanna Micro Bank") == ["Savanna Micro Bank", "The lender", "Its"]
    assert said_of(STORY, "Amina Bello") == ["Amina Bello", "her", "Bello"]
    assert named(STORY, "Okon Capital").label is Label.FIRM


@pytest.mark.slow
def test_reading_is_the_same_for_every_hash_seed() -> None:
    """Nothing depends on the order of sets or dictionaries."""
    code = (
        "import sys; from sayso.tests.loaders.test_resolve import STORY, read; "
        "print(repr((read(STORY).referents, read(STORY).mentions)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(outputs) == 1


def test_where_a_firm_comes_from_is_not_whose_government_acts() -> None:
    """A nationality before a firm says nothing of "the government" of the story."""
    text = "The Danish miner Quillon fell. The government will revoke the licence."

    assert all("Danish government" not in r.names for r in read(text).referents)


def test_two_firms_are_not_a_group_of_another_number() -> None:
    """A number before a noun must be the group's own."""
    text = "Quillon sells beer to nine chains. The two chains buy glass from Orvane."

    assert named(text, "nine chains") != named(text, "two chains")
