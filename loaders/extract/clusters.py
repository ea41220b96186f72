"""What a document says of one thing, collected, and the name to show for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...graph.model import Label, Referent, Span
from .gazetteer import government, people

_ARTICLE = re.compile(r"^(?:the|a|an|these|those|this|that)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^(?:its|his|her|their|our|my|your)\s+", re.IGNORECASE)
_BODIES = frozenset({"committee", "chamber"})
_OWNED = re.compile(r"['’]s?\b| of ")
_GOVERNING = re.compile(
    r"\b(?:government|administration|authorities|regime|cabinet)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Cluster:
    """One thing while its document is being read.

    Attributes:
        forms: How the document writes its name, in order of appearance.
        known: Its name in the gazetteer.
        nouns: The common nouns that were said of it.
        owner: Index of the cluster that has it or employs it.
        owner_token: The token that names the owner, until that is resolved.
        shown: A better name than any of `forms`.
        definite: It was introduced with "the": a body without a proper name.
        presumed: Index of the cluster a person seems to speak for.
        where: Where a group is, as written ("in China"), and `located` what is there.
    """

    key: str
    label: Label
    rank: int
    kind: str | None = None
    forms: list[str] = field(default_factory=list)
    known: str | None = None
    country: str | None = None
    collective: bool = False
    unnamed: bool = False
    plural: bool = False
    gender: str | None = None
    nouns: list[str] = field(default_factory=list)
    owner: int | None = None
    owner_token: int | None = None
    where: str = ""
    located: str = ""
    government: str | None = None
    shown: str | None = None
    definite: bool = False
    presumed: int | None = None
    spans: list[Span] = field(default_factory=list)

    def add_form(self, form: str) -> None:
        """Keep a form of the name, once."""
        if form and form not in self.forms:
            self.forms.append(form)

    def add_noun(self, noun: str) -> None:
        """Keep a common noun said of it, once."""
        if noun and noun not in self.nouns:
            self.nouns.append(noun)

    def referent(self, owner_name: str | None) -> Referent:
        """Return the finished value; `owner_name` is the display name of its owner."""
        name = self._name(owner_name)
        written = () if self.unnamed else tuple(self.forms)
        names = dict.fromkeys((name, *written, *((self.known,) if self.known else ())))
        return Referent(
            name=name,
            names=tuple(names),
            label=self.label,
            kind="group" if self.collective and self.kind == "person" else self.kind,
            country=self.country,
            collective=self.collective,
            unnamed=self.unnamed,
            spans=tuple(sorted(set(self.spans))),
        )

    def _name(self, owner_name: str | None) -> str:
        if self.government:
            written = [f for f in self.forms if _GOVERNING.search(f) and not _OWNED.search(f)]
            return max(written, key=len) if written else government(self.government)
        if self.unnamed:
            return self._unnamed_name(owner_name)
        if self.collective:
            return self._group_name(owner_name)
        if self.shown:
            return self.shown
        longest = max(self.forms, key=lambda form: (len(form.split()), len(form)), default="")
        if self.known and len(self.known) >= len(longest):
            return self.known
        return longest

    def _unnamed_name(self, owner_name: str | None) -> str:
        if self.label in (Label.PERSON, Label.LAWMAKER) and self.kind not in _BODIES:
            role = self.nouns[-1] if self.nouns else "person"
            nationality = people(self.country) if self.country and not owner_name else None
            return " ".join(filter(None, ("unnamed", owner_name or nationality, role)))
        form = without_article(self.forms[0])
        if _POSSESSIVE.match(form):
            return self._group_name(owner_name)
        named_by_subject = self.definite and " " in form  # "ministry of home affairs"
        return form if named_by_subject else f"unnamed {form}"

    def _group_name(self, owner_name: str | None) -> str:
        form = self.forms[0]
        bare = _POSSESSIVE.sub("", form)
        if bare != form:
            return f"{bare} of {owner_name}" if owner_name else bare
        if self.where:
            return f"{self.located} {self.where}"
        return form


def without_article(text: str) -> str:
    """Return a phrase as it is shown: on one line, without the article before it.

    >>> without_article("the  New York Times")
    'New York Times'
    """
    return _ARTICLE.sub("", " ".join(text.split()))
