"""Hand-written readings about invented firms, for tests of everything behind the extractor.

A story is told by its text and by what it says; `told` finds every quote and
mention in the text, so that offsets are never written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sayso.graph import ids
from sayso.graph.model import (
    Attribution,
    Claim,
    Document,
    Label,
    Modality,
    Polarity,
    Reading,
    Referent,
    Span,
    Speaker,
)


def thing(label: Label, name: str, *others: str, **more: Any) -> Referent:
    """Return a referent that the text calls `name`, and by `others` as well."""
    return Referent(name=name, names=(name, *others), label=label, **more)


NORTHWIND = thing(Label.FIRM, "Northwind Metals", "Northwind", kind="company", country="NO")
HARBOUR = thing(Label.FIRM, "Harbour Rail", kind="company", country="DK")
KESTREL = thing(Label.FIRM, "Kestrel Optics", kind="company")
LIND = thing(Label.PERSON, "Ada Lind", "Lind", kind="executive")
POST = thing(Label.OUTLET, "The Harbour Post", kind="newspaper")
MINISTRY = thing(Label.AGENCY, "Ministry of Trade", kind="ministry", country="DK")
SENATORS = thing(Label.LAWMAKER, "twelve senators", kind="group", collective=True)
SUPPLIERS = thing(Label.FIRM, "two suppliers", collective=True)
OFFICIAL = thing(Label.PERSON, "an official", kind="official", unnamed=True)
RAILS = thing(Label.PRODUCT, "rails", kind="good")
CJK = thing(Label.FIRM, "蓝松电子", "Lansong Electronics", kind="company", country="CN")
ACCENTED = thing(Label.FIRM, "Société Générale du Rail", "SGR", kind="company", country="FR")
HOSTILE = thing(Label.FIRM, 'O\'Hara `"Röd"` </script><b>& \\ Söhne\u202e', "O'Hara")


@dataclass(frozen=True)
class Said:
    """One claim as a test writes it; `quote` is a piece of the text."""

    relation: str
    subject: Referent
    object: Referent | None
    quote: str
    by: tuple[tuple[Referent | None, Attribution, str], ...] = ()
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.AFFIRMED
    more: tuple[tuple[str, Any], ...] = ()


def named(who: Referent, cue: str = "said") -> tuple[Referent | None, Attribution, str]:
    """Return a speaker whom the text names."""
    return (who, Attribution.NAMED, cue)


def unnamed(who: Referent, cue: str = "said") -> tuple[Referent | None, Attribution, str]:
    """Return a speaker whom the text does not name."""
    return (who, Attribution.UNNAMED, cue)


def told(text: str, *said: Said, also: Sequence[Referent] = (), **document: Any) -> Reading:
    """Return the reading of a story.

    Args:
        text: The article.
        said: What it claims.
        also: Things that it names without a claim about them.
        document: Metadata, as in `Document`.
    """
    things: list[Referent] = []

    def index(referent: Referent) -> int:
        if referent not in things:
            things.append(referent)
        return things.index(referent)

    claims = tuple(_claim(text, claim, index) for claim in said)
    for referent in also:
        index(referent)
    placed = tuple(replace(referent, spans=_spans(text, referent)) for referent in things)
    return Reading(Document(ids.document_id(text), text, **document), placed, claims)


def _claim(text: str, said: Said, index: Any) -> Claim:
    start = text.index(said.quote)
    quote = (start, start + len(said.quote))
    speakers = tuple(
        Speaker(
            None if who is None else index(who),
            attribution,
            cue,
            None if who is None else _mention(text, who, (0, len(text))),
        )
        for who, attribution, cue in said.by
    )
    return Claim(
        relation=said.relation,
        subject=index(said.subject),
        object=None if said.object is None else index(said.object),
        subject_span=_mention(text, said.subject, quote) or quote,
        object_span=None if said.object is None else _mention(text, said.object, quote) or quote,
        quote=said.quote,
        quote_start=quote[0],
        quote_end=quote[1],
        speakers=speakers,
        modality=said.modality,
        polarity=said.polarity,
        trigger="",
        **{"confidence": 0.9, "rule": "by hand", "extractor_version": "1", **dict(said.more)},
    )


def _mention(text: str, who: Referent, within: Span) -> Span | None:
    for name in who.names:
        start = text.find(name, *within)
        if start >= 0:
            return (start, start + len(name))
    return None


def _spans(text: str, who: Referent) -> tuple[Span, ...]:
    longest = who.names[0]
    start = text.find(longest)
    return ((start, start + len(longest)),) if start >= 0 else ()


def northwind() -> Reading:
    """Return a story with an asserted, a hedged and a requested claim, and a citing."""
    return told(
        "Northwind supplies rails to Harbour Rail, Ada Lind told The Harbour Post.\n\n"
        "Northwind Metals may also supply Kestrel Optics, an official said.\n\n"
        "The Ministry of Trade restricts exports of Kestrel Optics.\n"
        "Kestrel Optics was cited in a letter by twelve senators last month.\n",
        Said(
            "SUPPLIES",
            NORTHWIND,
            HARBOUR,
            "Northwind supplies rails to Harbour Rail",
            by=(named(LIND, "told"), named(POST)),
            more=(("qualifiers", (("product", "rails"),)), ("trigger_span", (10, 18))),
        ),
        Said(
            "SUPPLIES",
            NORTHWIND,
            KESTREL,
            "Northwind Metals may also supply Kestrel Optics",
            by=(unnamed(OFFICIAL),),
            modality=Modality.POSSIBLE,
            more=(("hedge", "may"),),
        ),
        Said(
            "RESTRICTS",
            MINISTRY,
            KESTREL,
            "The Ministry of Trade restricts exports of Kestrel Optics",
            more=(("qualifiers", (("measure", "exports"),)),),
        ),
        Said(
            "CITES",
            SENATORS,
            KESTREL,
            "Kestrel Optics was cited in a letter by twelve senators last month",
            more=(
                ("when_text", "last month"),
                ("date_from", date(2024, 2, 1)),
                ("date_to", date(2024, 2, 29)),
            ),
        ),
        file_name="northwind.txt",
        published_on=date(2024, 3, 4),
        outlet="The Harbour Post",
    )


def denial() -> Reading:
    """Return a later story that denies Northwind's supplies, and one link that nobody affirms."""
    return told(
        "“We have never bought a single rail from Northwind Metals,” Harbour Rail said on Monday.\n"
        "Kestrel Optics does not supply Harbour Rail, the company added.\n",
        Said(
            "SUPPLIES",
            NORTHWIND,
            HARBOUR,
            "We have never bought a single rail from Northwind Metals",
            by=(named(HARBOUR),),
            polarity=Polarity.DENIED,
        ),
        Said(
            "SUPPLIES",
            KESTREL,
            HARBOUR,
            "Kestrel Optics does not supply Harbour Rail",
            by=(named(HARBOUR, "added"),),
            polarity=Polarity.DENIED,
        ),
        file_name="denial.txt",
        title="Harbour Rail denies buying rails",
        published_on=date(2024, 3, 6),
    )


def hostile() -> Reading:
    """Return a story with names in Chinese, with accents, and made to break things."""
    name = HOSTILE.name
    return told(
        f"蓝松电子 (Lansong Electronics) supplies Société Générale du Rail.\r\n\r\n"
        f"{name} supplies 蓝松电子, it is reported. 😀\u2028\x00 End\r\n",
        Said(
            "SUPPLIES",
            CJK,
            ACCENTED,
            "蓝松电子 (Lansong Electronics) supplies Société Générale du Rail",
        ),
        Said(
            "SUPPLIES",
            HOSTILE,
            CJK,
            f"{name} supplies 蓝松电子",
            by=((None, Attribution.HEARSAY, "it is reported"),),
        ),
        file_name="hostile.txt",
        lang="en",
    )


def repeated() -> Reading:
    """Return a story by another outlet that repeats the supplies, and has suppliers of its own."""
    return told(
        "Northwind Metals supplies Harbour Rail, Ada Lind confirmed.\n"
        "So do two suppliers, though two suppliers supply Harbour Rail only in winter.\n",
        Said(
            "SUPPLIES",
            NORTHWIND,
            HARBOUR,
            "Northwind Metals supplies Harbour Rail",
            by=(named(LIND, "confirmed"),),
        ),
        Said("SUPPLIES", SUPPLIERS, HARBOUR, "two suppliers supply Harbour Rail only in winter"),
        file_name="repeated.txt",
        published_on=date(2024, 3, 9),
    )


def everything() -> tuple[Reading, ...]:
    """Return all of these stories."""
    return (northwind(), denial(), hostile(), repeated())
