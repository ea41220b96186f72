"""Turn a date as a story writes it into first and last day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

Days = tuple[date, date]

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_WEEKDAYS = {calendar.day_name[number].lower(): number for number in range(7)}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
} | {"a": 1, "an": 1}
_ORDINALS = {word: number for number, word in enumerate(("first", "second", "third", "fourth"), 1)}
_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|"
    r"December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"


def expressions(text: str) -> Iterator[tuple[int, int, re.Match[str], str]]:
    """Yield start, end, match and pattern name of each date in `text`, in order."""
    found: list[tuple[int, int, re.Match[str], str]] = []
    for name, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= other[0] or start >= other[1] for other in found):
                found.append((start, end, match, name))
    yield from sorted(found, key=lambda item: item[0])


def days(name: str, match: re.Match[str], published: date, *, ahead: bool) -> Days | None:
    """Return the first and last day of a date, seen from the day of publication.

    Args:
        name: Which pattern matched.
        match: What it matched.
        published: The day the story appeared.
        ahead: The words around it look forward ("will", "from"), so a date
            without a year is the next one, not the last one.
    """
    try:
        return _READERS[name](match, published, ahead)
    except ValueError:  # the 31st of June: as written, but no day
        return None


def _day(match: re.Match[str], published: date, ahead: bool) -> Days:
    month, number = _month(match), int(match["day"])
    if match["year"]:
        day = date(int(match["year"]), month, number)
        return day, day
    day = date(published.year, month, number)
    if day > published and not ahead:
        day = date(published.year - 1, month, number)
    elif day < published and ahead:
        day = date(published.year + 1, month, number)
    return day, day


def _iso(match: re.Match[str], _published: date, _ahead: bool) -> Days:
    day = date(int(match["year"]), int(match["number"]), int(match["day"]))
    return day, day


def _month_of_year(match: re.Match[str], published: date, ahead: bool) -> Days:
    month = _month(match)
    if match["year"]:
        return _whole_month(int(match["year"]), month)
    year = published.year
    if ahead and month < published.month:
        year += 1
    elif not ahead and month > published.month:
        year -= 1
    return _whole_month(year, month)


def _years(match: re.Match[str], _published: date, _ahead: bool) -> Days:
    return date(int(match["year"]), 1, 1), date(int(match["until"] or match["year"]), 12, 31)


def _decade(match: re.Match[str], _published: date, _ahead: bool) -> Days:
    first = int(match["decade"])
    return date(first, 1, 1), date(first + 9, 12, 31)


def _near(match: re.Match[str], published: date, _ahead: bool) -> Days:
    away = {"yesterday": -1, "tomorrow": 1, "last night": -1}.get(match[0].lower(), 0)
    day = published + timedelta(days=away)
    return day, day


def _period(match: re.Match[str], published: date, _ahead: bool) -> Days:
    away = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
        match["which"].lower(), 0
    )
    first, last = _moved(match["unit"].lower(), published, away)
    shift = (match["shift"] or "").lower()
    if shift in ("earlier", "early") and away == 0:
        last = min(last, published)
    elif shift in ("later", "late") and away == 0:
        first = max(first, published)
    return first, last


def _moved(unit: str, published: date, away: int) -> Days:
    """Return the week, month, quarter or year that lies `away` from that of publication."""
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=away)
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        monday = published - timedelta(days=published.weekday())
        saturday = monday + timedelta(days=5) + timedelta(weeks=away)
        return saturday, saturday + timedelta(days=1)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + away
        return _whole_month(months // 12, months % 12 + 1)
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + away
        return _whole_quarter(quarters // 4, quarters % 4 + 1)
    year = published.year + away
    return date(year, 1, 1), date(year, 12, 31)


def _weekday(match: re.Match[str], published: date, ahead: bool) -> Days:
    which = (match["which"] or "").lower()
    number = _WEEKDAYS[match["weekday"].lower()]
    back = (published.weekday() - number) % 7
    if which == "next" or (ahead and not which):
        day = published + timedelta(days=(number - published.weekday()) % 7 or 7)
    elif which == "last" and back == 0:
        day = published - timedelta(days=7)
    else:
        day = published - timedelta(days=back)
    return day, day


def _ago(match: re.Match[str], published: date, _ahead: bool) -> Days | None:
    count = _NUMBERS.get(match["count"].lower())
    number = count if count is not None else int(match["count"]) if match["count"].isdigit() else 0
    if not number:
        return None
    unit = match["unit"].lower().rstrip("s")
    if unit == "day":
        day = published - timedelta(days=number)
        return day, day
    return _moved(unit, published, -number)


def _quarter(match: re.Match[str], published: date, ahead: bool) -> Days:
    number = int(match["number"]) if match["number"] else _ORDINALS[match["ordinal"].lower()]
    year = int(match["year"]) if match["year"] else published.year
    if not match["year"] and not ahead and _whole_quarter(year, number)[0] > published:
        year -= 1
    return _whole_quarter(year, number)


def _month(match: re.Match[str]) -> int:
    return _MONTHS[match["month"].lower().rstrip(".")]


def _whole_month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _whole_quarter(year: int, number: int) -> Days:
    return date(year, 3 * number - 2, 1), _whole_month(year, 3 * number)[1]


_READERS: dict[str, Callable[[re.Match[str], date, bool], Days | None]] = {
    "iso": _iso,
    "month day": _day,
    "day month": _day,
    "month year": _month_of_year,
    "period": _period,
    "ago": _ago,
    "quarter": _quarter,
    "weekday": _weekday,
    "near": _near,
    "years": _years,
    "decade": _decade,
    "month": _month_of_year,
}

# In order: what an earlier pattern takes, a later one does not see.
_PATTERNS = {
    "iso": re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b"),
    "month day": re.compile(
        rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}\b(?!\s*(?:percent|%|,\d{{3}}|\.\d))(?:,?\s+{_YEAR}\b)?"
    ),
    "day month": re.compile(
        rf"\b(?:{_WEEKDAY},?\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}(?:\b|(?<=\.))(?:,?\s+{_YEAR}\b)?"
    ),
    "month year": re.compile(rf"\b{_MONTH}(?:\s+of)?,?\s+{_YEAR}\b"),
    "period": re.compile(
        r"\b(?:(?P<shift>earlier|later|early|late)\s+)?(?P<which>last|past|previous|this|next|coming)"
        r"\s+(?P<unit>week|month|quarter|year|weekend)\b(?!['’]s)",
        re.IGNORECASE,
    ),
    "ago": re.compile(
        r"\b(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
        r"\s+(?P<unit>days?|weeks?|months?|years?)\s+(?:ago|earlier)\b",
        re.IGNORECASE,
    ),
    "quarter": re.compile(
        r"\b(?:the\s+)?(?:(?P<ordinal>first|second|third|fourth|[1-4](?:st|nd|rd|th))[ -]quarter|"
        rf"Q(?P<number>[1-4]))\b(?:\s+(?:of\s+)?{_YEAR}\b)?",
        re.IGNORECASE,
    ),
    "weekday": re.compile(rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?{_WEEKDAY}\b{_PART}"),
    "near": re.compile(
        r"\b(?:today|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening))\b",
        re.IGNORECASE,
    ),
    "years": re.compile(
        rf"\b{_YEAR}(?:(?:\s+(?:and|to|until)\s+|\s*[-–]\s*)(?P<until>(?:19|20)\d\d))?\b(?!s)"
    ),
    "decade": re.compile(r"\b(?:the\s+)?(?P<decade>(?:19|20)\d0)s\b"),
    "month": re.compile(rf"\b{_MONTH}(?:\b|(?<=\.))(?P<year>\b\B)?"),
}
