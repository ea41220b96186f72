"""Rewritten copies of the invented stories, and texts that must not pass for copies.

A copy is what papers make of an agency's text: another headline, a byline and
quotation marks of their own, a paragraph about their town, the tail cut off
where the page ends. What is no copy: two reporters on one event, a later story
that repeats the background of an earlier one, two stories of a desk that ends
all of them with the same lines, a form filled in again by a machine.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

STORIES = Path(__file__).resolve().parent.parent / "tests" / "stories"

Change = Callable[[str, random.Random], str]
Pair = tuple[str, str]

_HEADLINES = (
    "What we know so far about a difficult week",
    "Region watches as talks enter a new phase",
    "Companies brace for more questions from abroad",
    "Analysis: why this decision took so long",
    "Business briefing: rules, rows and results",
    "Local jobs may hang on outcome, unions fear",
    "UPDATE 2-Officials confirm details, shares slip",
    "Exclusive: inside the dispute that nobody wanted",
)
_LOCAL = (
    """In Lindhaven, where about 300 people work for one of the subsidiaries, the town council \
will meet on Thursday evening to hear from residents, said the mayor, Ilse Brandvold.""",
    """Shop owners along Mill Street in Carrow told this newspaper that they had noticed nothing \
unusual in recent weeks. “People come for bread, not for politics,” said one of them.""",
    """The regional chamber of commerce, which speaks for some 1,400 firms around Ostermoor, \
called for calm. Its next public session is on the first Monday of the month.""",
    """Readers may remember that a similar case kept the courts of Pellworth busy for two \
summers. It ended with a settlement, the terms of which were never disclosed.""",
    """Traffic on the ring road was back to normal by noon, police in Tarnfield said, adding that \
two lanes near the bridge would stay closed until the weekend.""",
    """At the technical college in Wessingen, students followed the news with interest. Around \
forty of them had done an internship in the industry this spring, the dean's office said.""",
)
_BYLINES = (
    "By Marta Quill",
    "From our correspondent",
    "Agency staff",
    "By T. Okello and J. Brandt",
)
_CLOSING = """

This article is part of a series supported by the Harbour Foundation. The foundation has no \
influence on what we publish. Our journalism is free because readers pay for it; if you can, \
please consider a subscription. Corrections are noted at the end of articles, as our standards \
require.
"""

_RETOLD = {
    "port-scanners": """\
Dutch ports to shut out Chinese scanner supplier

Rotterdam's customs service will have to look for a new supplier. The government in The Hague has
decided that Tiangu Optics, which makes the gates that lorries drive through, may no longer bid
for contracts at Dutch ports. So people familiar with the decision told the Harbour Post.

A second Chinese company, the software house Brightlane Systems, is on the list too. Neither was
told in advance, both say. Tiangu called itself surprised and said it "operates in full compliance
with Dutch law". "We have never shared data with any government," Marit Okkema, who runs its office
in Europe, said by telephone.

The ministry would not discuss the matter. A list of the ports concerned is to be published in the
summer, when the measure takes effect.

Brussels, too, has been thinking about such a step since the winter, but a spokesman for the
interior minister insisted that nothing had been settled there.
""",
    "ferry-contract": """\
Kaimana buys abroad, shipwrights protest

SUVA - Two new catamarans for the inter-island routes will be built in Turkey and not in Fiji.
Kaimana Ferries signed the contract with Gülyalı Shipyards this week, its chairman told reporters.

For eight years every vessel of the fleet had come from Moana Marine. The two companies fell out
over late deliveries, and lately over drawings that, Moana says, ended up with competitors. Kaimana
rejects that as absurd.

Around sixty people protested in front of the yard on Friday. Their union wants the regulator to
give the yard its licence back, which it lost in November. "The regulator told us nothing before it
acted," Moana managing director Dinesh Wakanavu said to applause. In parliament a motion on the
matter is to be debated next week.
""",
    "vantor-results": """\
Chipmaker Vantor fears for its second-largest customer

By Ines Farrow

A rule that Tokyo may or may not adopt hung over what was otherwise a good quarter for Vantor
Semiconductor. Sales rose by 14 percent, more than analysts had hoped for, as carmakers filled
their warehouses.

The rule would require a permit for each export of silicon carbide wafers. Orsa Motors of Chongqing,
which buys a fifth of what Vantor makes, would be the first to feel it. "If the ministry goes ahead,
we could not ship to Orsa without a licence," finance chief Naoko Iwadare said. None of its
products went to armed forces, she added when asked.

The outlook for the year stayed where it was. Investors took note: the shares had gained two percent
by the close, before the figures came out.
""",
}
"""The same events as other reporters tell them, with the same quotations."""

_FORM = """\
{firm} shares {rise} {0} percent

{city}, {month} {day} (Eikanews) - Shares in {firm} {rise} {0} percent to {1} crowns on {weekday} \
after the {trade} company reported quarterly results.

Net profit for the three months came to {2} million crowns, against {3} million a year earlier, \
{firm} said in a statement. Analysts polled by Eikanews had on average expected {4} million crowns.

Revenue was {5} million crowns, up {6} percent from the same period last year. The company expects \
full-year revenue of between {7} and {8} million crowns.

Chief Executive {chief} said the company was well placed for the rest of the year. It will \
pay a dividend of {9} crowns per share. Before the announcement, the stock had gained {10} percent \
since the start of the year, compared with a {11} percent rise in the wider index.
"""


def stories() -> dict[str, str]:
    """Return the texts of the invented stories by name, without their front matter."""
    return {
        path.stem: re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
        for path in sorted(STORIES.glob("*.txt"))
    }


# -------------------------------------------------------------------- copies


def other_headline(text: str, chance: random.Random) -> str:
    """Return `text` under another headline."""
    first, _, rest = text.lstrip().partition("\n")
    body = text if first.rstrip().endswith((".", "”", '"')) else rest
    return f"{chance.choice(_HEADLINES)}\n\n{body.lstrip()}"


def cut_tail(text: str, chance: random.Random) -> str:
    """Return `text` without its last 10 to 40 per cent, in mid-sentence if it comes so."""
    words = list(re.finditer(r"\S+", text))
    kept = round(len(words) * (1 - chance.uniform(0.1, 0.4)))
    return text[: words[kept - 1].end()] + "\n"


def local_paragraph(text: str, chance: random.Random) -> str:
    """Return `text` with a paragraph about the paper's own town, somewhere or at the end."""
    lines = text.rstrip().split("\n")
    lines.insert(chance.randint(min(2, len(lines)), len(lines)), chance.choice(_LOCAL))
    return "\n".join(lines) + "\n"


def small_edits(text: str, chance: random.Random) -> str:
    """Return `text` with a byline, other signs and line ends, and one word in fifty changed."""
    text = text.replace('"', "”").replace("'", "’").replace(" - ", " — ").replace("%", " per cent")
    words = re.split(r"(\s+)", text)
    for _ in range(len(words) // 100):
        words[2 * chance.randrange(len(words) // 2)] = chance.choice(("also", "now", "[sic]", "it"))
    return f"{chance.choice(_BYLINES)}\n\n" + "".join(words).replace("\n", "\r\n")


def headline_tail_and_paragraph(text: str, chance: random.Random) -> str:
    """Return `text` after the first three of these."""
    for change in (cut_tail, other_headline, local_paragraph):
        text = change(text, chance)
    return text


def everything(text: str, chance: random.Random) -> str:
    """Return `text` after all of these."""
    return small_edits(headline_tail_and_paragraph(text, chance), chance)


CHANGES: dict[str, Change] = {
    "another headline": other_headline,
    "a cut tail, 10 to 40 %": cut_tail,
    "a local paragraph": local_paragraph,
    "small edits": small_edits,
    "headline, tail and paragraph": headline_tail_and_paragraph,
    "all four": everything,
}


# ----------------------------------------------------------------- no copies


def strangers() -> list[Pair]:
    """Return all pairs of the invented stories."""
    return list(combinations(stories().values(), 2))


def retold() -> list[Pair]:
    """Return stories and how other reporters tell them."""
    texts = stories()
    return [(texts[name], text) for name, text in _RETOLD.items()]


def same_closing() -> list[Pair]:
    """Return pairs of stories that end with the same four sentences."""
    return [(one + _CLOSING, other + _CLOSING) for one, other in strangers()]


def follow_ups(chance: random.Random, number: int = 300) -> list[Pair]:
    """Return stories whose last 40 per cent are the end of an earlier one, and that one."""
    texts = [_paragraphs(text) for text in stories().values()]
    pairs = []
    for _ in range(number):
        news, earlier = chance.sample(texts, 2)
        kept, repeated = max(1, round(0.6 * len(news))), max(1, round(0.4 * len(earlier)))
        pairs.append(
            ("\n\n".join([*news[:kept], *earlier[-repeated:]]), "\n\n".join(earlier)),
        )
    return pairs


def filled_in(chance: random.Random, number: int = 40) -> list[Pair]:
    """Return all pairs of so many reports that a machine makes of figures."""
    return list(combinations([_report(chance) for _ in range(number)], 2))


def _paragraphs(text: str) -> Sequence[str]:
    return [line for line in text.splitlines() if len(line.split()) > 8]


def _report(chance: random.Random) -> str:
    stem, trade = chance.choice(("Nordvik", "Moravia", "Aquiva")), chance.choice(("Rail", "Steel"))
    return _FORM.format(
        *(f"{chance.uniform(1, 900):.1f}" for _ in range(12)),
        firm=f"{stem} {trade}",
        trade=trade.lower(),
        rise=chance.choice(("rose", "fell")),
        city=chance.choice(("OSLO", "PRAGUE", "RIGA")),
        month=chance.choice(("Feb", "May", "Aug")),
        day=chance.randint(1, 28),
        weekday=chance.choice(("Monday", "Friday")),
        chief=chance.choice(("Ada Lind", "Tor Brenne", "Marit Okkema")),
    )
