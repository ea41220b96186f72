"""Read the mentions of a document in text order, and give each to what it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from ...graph.ids import normalise
from ...graph.model import Label
from .clusters import Cluster, without_article
from .coreference import Discourse, only_says_whence
from .gazetteer import country_name, known, people
from .groups import country_in, whereabouts
from .identities import Identity, government_key
from .lexicon import words
from .nominals import MODIFIER
from .phrases import GAZETTEER, NER, Phrase
from .places import trades
from .resolution import Resolution
from .stages import Block, Mention
from .tree import Tree

# These name nobody who acts: a credit line is not a sentence.
NO_SENTENCES = frozenset({"credit", "byline", "dateline", "promo"})
_ASIDE = frozenset({"caption", *NO_SENTENCES})
_GOVERNMENTS = frozenset({"government", "administration", "regime", "cabinet", "authority"})
_TRADED = frozenset({Label.FIRM, Label.PRODUCT})
_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_FORMS: Mapping[str, Literal["name", "description", "pronoun"]] = {
    "name": "name",
    "pronoun": "pronoun",
}
_PERSONS = frozenset({Label.PERSON, Label.LAWMAKER})
_EMPLOYERS = frozenset(
    {Label.FIRM, Label.AGENCY, Label.ORGANISATION, Label.OUTLET, Label.LAWMAKER, Label.PERSON}
)


class Reader:
    """What is known of a document's actors while it is being read.

    Args:
        weights: How often each identity is named in the whole document.
    """

    def __init__(self, tree: Tree, blocks: Sequence[Block], weights: Counter[str]) -> None:
        self.tree = tree
        self.blocks = blocks
        self.clusters: list[Cluster] = []
        self.mentions: list[Mention] = []
        self._by_key: dict[str, int] = {}
        self._discourse = Discourse(tree, weights)
        self._heads: dict[int, int] = {}
        self._covered: dict[int, int] = {}
        self._countries: Counter[str] = Counter()
        self._states: Counter[str] = Counter()  # without those that firms only come from

    def read(self, phrase: Phrase, identity: Identity | None) -> None:
        """Give one phrase to the cluster it belongs to, and note the mention."""
        if phrase.head in self._heads:
            return
        number, hops = self._cluster_of(phrase, identity)
        if number is not None:
            self._note(phrase, number, hops)
            self._presume_employer(phrase, self.clusters[number])

    def _cluster_of(self, phrase: Phrase, identity: Identity | None) -> tuple[int | None, int]:
        if identity is not None:
            return self._named(phrase, identity), 0
        if phrase.form == "group":
            return self._group(phrase), 0
        if phrase.form == "single" and phrase.label is not None:
            return self._single(phrase, phrase.label), 0
        return self._back(phrase)

    def _note(self, phrase: Phrase, number: int, hops: int) -> None:
        cluster = self.clusters[number]
        span = self.tree.span(phrase.first, phrase.last)
        tokens = phrase.first, phrase.last
        form = _FORMS.get(phrase.form, "description")
        rule = phrase.rule or phrase.form
        self.mentions.append(
            Mention(span, tokens, phrase.head, cluster.label, number, form, hops, rule)
        )
        cluster.spans.append(span)
        self._heads[phrase.head] = number
        self._covered.update(dict.fromkeys(range(*(phrase.name or tokens)), number))
        if cluster.country:
            self._countries[cluster.country] += 1
            if cluster.label not in _TRADED and not only_says_whence(self.tree, phrase):
                self._states[cluster.country] += 1
        if self._kind_of_block(phrase) not in _ASIDE:
            self._discourse.mention(phrase, number, cluster)

    def _kind_of_block(self, phrase: Phrase) -> str:
        return self.blocks[self.tree.parse.blocks[self.tree[phrase.head].sent]].kind

    def _cluster(self, key: str, label: Label, rank: int, kind: str | None) -> int:
        if key not in self._by_key:
            self._by_key[key] = len(self.clusters)
            self.clusters.append(Cluster(key, label, rank, kind))
        return self._by_key[key]

    # Names

    def _named(self, phrase: Phrase, identity: Identity) -> int:
        if trades(self.tree, phrase) and (firms := self._firms_in(phrase.country)) is not None:
            return firms
        found = identity.verdict
        body = self._key_of_body(phrase, identity)
        number = self._cluster(
            body if body and identity.key not in self._by_key else identity.key,
            found.label, found.rank, found.kind,
        )  # fmt: skip
        self._by_key[identity.key] = number
        cluster = self.clusters[number]
        if phrase.rule != "people":  # "Dutch" is no name of the Netherlands
            cluster.add_form(identity.form)
        cluster.government = identity.government
        if phrase.rank == GAZETTEER and identity.government is None:
            cluster.known = phrase.known
        cluster.country = cluster.country or phrase.country
        self._describe(cluster, phrase, identity.form)
        return number

    def _key_of_body(self, phrase: Phrase, identity: Identity) -> str | None:
        """Return the key that "Central Bank of Kenya" shares with "Kenya's central bank"."""
        body, of, country = identity.form.rpartition(" of ")
        is_state = identity.verdict.label is Label.AGENCY and phrase.rank != GAZETTEER
        entries = known(without_article(country)) if of and is_state else ()
        if not entries or entries[0].role != "country" or entries[0].country is None:
            return None
        shown = f"{people(entries[0].country) or country} {body}"
        return f"body:{normalise(shown)}"

    def _describe(self, cluster: Cluster, phrase: Phrase, form: str) -> None:
        """Add what a named mention says beside the name."""
        cluster.add_noun(phrase.noun)
        for word in form.lower().split(" of ")[0].split()[-1:]:
            cluster.add_noun(word)
        if phrase.owner is not None and cluster.label in _PERSONS:
            cluster.owner_token = phrase.owner
        for word in phrase.noun.split() or self.tree.text(phrase.first, phrase.head + 1).split():
            cluster.gender = cluster.gender or _gender(word)

    def _firms_in(self, country: str | None) -> int | None:
        """Return the group of firms that is said to be in a country: "some in the U.S."."""
        for number, cluster in enumerate(self.clusters):
            if cluster.label is Label.FIRM and cluster.where and cluster.country == country:
                return number
        return None

    # Groups

    def _group(self, phrase: Phrase) -> int | None:
        if phrase.label is None:
            return self._left_out(phrase)
        text = without_article(self.tree.text(phrase.first, phrase.last))
        if phrase.label is Label.AGENCY and phrase.country and phrase.noun in _GOVERNMENTS:
            return self._government(phrase.country, text)
        owner = self._owner(phrase)
        whose = f":{owner}" if self.tree[phrase.first].tag == "PRP$" else ""
        number = self._plural(phrase, phrase.label, f"{normalise(text)}{whose}", text)
        cluster = self.clusters[number]
        cluster.owner, cluster.owner_token = owner, phrase.owner
        if phrase.label is not Label.PRODUCT:
            self._place(cluster, phrase.head, self.tree.text(*self.tree.noun_phrase(phrase.head)))
        return number

    def _plural(self, phrase: Phrase, label: Label, key: str, form: str) -> int:
        number = self._cluster(f"group:{label}:{key}", label, phrase.rank, phrase.kind)
        cluster = self.clusters[number]
        cluster.add_form(form)
        cluster.collective = label is not Label.PRODUCT
        cluster.plural = phrase.plural
        cluster.country = cluster.country or phrase.country
        cluster.add_noun(phrase.noun)
        return number

    def _place(self, cluster: Cluster, head: int, located: str) -> None:
        """Name a group after where it is, if the text says so."""
        where = whereabouts(self.tree, head)
        if where:
            cluster.where, cluster.located = where, without_article(located)
            cluster.country = country_in(where)

    def _left_out(self, phrase: Phrase) -> int | None:
        """Return the group that "some in the United States" means: of what was counted before."""
        said = self._counted_before(phrase.head)
        if said is None or said.label is None:
            return None
        noun = self.tree[said.head].text
        form = f"{self.tree[phrase.head].text.lower()} {noun}"
        key = f"{normalise(form)} {whereabouts(self.tree, phrase.head)}"
        number = self._plural(replace(said, country=None), said.label, key, form)
        self._place(self.clusters[number], phrase.head, noun)
        return number

    def _counted_before(self, head: int) -> Phrase | None:
        """Return the group named before in the same sentence that "some" is a part of."""
        start = self.tree.sentence(head)[0]
        for said in reversed(self._discourse.said):
            phrase = said.phrase
            if phrase.head < start:
                return None
            if phrase.form == "group" and phrase.plural and phrase.label is not Label.PRODUCT:
                return phrase
        return None

    # Single ones without a name

    def _single(self, phrase: Phrase, label: Label) -> int:
        owner = self._owner(phrase)
        whose = "" if phrase.owner is None else str(owner or self.tree[phrase.owner].text)
        key = f"single:{label}:{phrase.noun}:{phrase.country}:{whose}"
        number = self._cluster(key, label, phrase.rank, phrase.kind)
        cluster = self.clusters[number]
        cluster.unnamed = True
        cluster.definite = phrase.definite
        last = phrase.head + 1 if label in _PERSONS else phrase.last
        cluster.add_form(without_article(self.tree.text(phrase.first, last)))
        cluster.country = cluster.country or phrase.country
        cluster.owner, cluster.owner_token = owner, phrase.owner
        cluster.add_noun(phrase.noun)
        cluster.gender = cluster.gender or _gender(phrase.noun)
        return number

    def _owner(self, phrase: Phrase) -> int | None:
        """Return the cluster of whoever has it; of a pronoun only if that is resolved."""
        if phrase.owner is None or self.tree[phrase.owner].tag == "PRP$":
            return None if phrase.owner is None else self._heads.get(phrase.owner)
        return self._standing_at(phrase.owner)

    def _standing_at(self, token: int) -> int | None:
        return self._heads.get(token, self._covered.get(token))

    def _presume_employer(self, phrase: Phrase, cluster: Cluster) -> None:
        """Give a boss or spokesman whose body is not said the one just spoken of."""
        speaks = cluster.kind == "executive" or bool(_SPEAKERS & set(phrase.noun.split()))
        apt = phrase.form in ("name", "single") and cluster.label is Label.PERSON and speaks
        if apt and phrase.owner is None and not cluster.plural and cluster.presumed is None:
            of_whom = replace(phrase, form="pronoun", noun="thing", label=None, country=None)
            cluster.presumed = self._discourse.antecedent(of_whom, self.clusters)

    # Descriptions and pronouns

    def _back(self, phrase: Phrase) -> tuple[int | None, int]:
        """Return what a description or pronoun refers to, and the hops to get there."""
        number = self._body_spoken_of(phrase)
        if number is not None:
            return number, 1
        if phrase.form == "description" and (body := self._body(phrase)) is not None:
            return body, 0
        number = self._antecedent(phrase)
        if number is None and phrase.form == "description":
            number = self._mislabelled(phrase)
        if number is not None:
            self._learn(self.clusters[number], phrase)
            return number, 1
        if phrase.form == "pronoun" or phrase.label is None or phrase.label is Label.PLACE:
            return None, 0
        spoken_of = self._countries if phrase.rule == MODIFIER else self._states
        if phrase.noun in _GOVERNMENTS and spoken_of and not phrase.plural:
            country = spoken_of.most_common(1)[0][0]
            return self._government(country, ""), 1
        if phrase.rule == MODIFIER:
            return None, 0
        if phrase.plural:
            return self._group(phrase), 0
        return self._single(phrase, phrase.label), 0

    def _antecedent(self, phrase: Phrase) -> int | None:
        if phrase.rule == "capital noun" and phrase.label is Label.FIRM:
            return self._by_key.get(self._discourse.topic(Label.FIRM) or "")
        return self._discourse.antecedent(phrase, self.clusters)

    def _body_spoken_of(self, phrase: Phrase) -> int | None:
        """Return the body that "the Danish regulator" means, if one of Denmark was named."""
        opener = self.tree[phrase.first].text.lower()
        if phrase.label is not Label.AGENCY or not phrase.country or opener != "the":
            return None
        number = None if phrase.noun in _GOVERNMENTS else self._antecedent(phrase)
        same = number is not None and self.clusters[number].country == phrase.country
        return number if same else None

    def _mislabelled(self, phrase: Phrase) -> int | None:
        """Return the name, its label only guessed, that "the lender" shows to be a bank."""
        if phrase.label is not Label.FIRM or phrase.plural:
            return None
        sent = self.tree[phrase.head].sent
        for said in reversed(self._discourse.said):
            cluster = self.clusters[said.cluster]
            if self.tree[said.phrase.head].sent < sent - 1:
                return None
            if cluster.rank <= NER and said.phrase.form == "name":
                cluster.label, cluster.rank, cluster.kind = phrase.label, phrase.rank, phrase.kind
                return said.cluster
        return None

    def _learn(self, cluster: Cluster, phrase: Phrase) -> None:
        """Keep what a description adds to what it refers to."""
        if phrase.form == "pronoun":
            if phrase.noun in ("man", "woman"):
                cluster.gender = phrase.noun
            return
        cluster.add_noun(phrase.noun)
        cluster.country = cluster.country or phrase.country
        if phrase.owner is not None and cluster.label in _PERSONS:
            cluster.owner_token = cluster.owner_token or phrase.owner

    # State bodies

    def _government(self, country: str, form: str) -> int:
        number = self._cluster(government_key(country), Label.AGENCY, GAZETTEER, "government")
        cluster = self.clusters[number]
        cluster.government = cluster.country = country
        cluster.add_form(form)
        for word in form.lower().split():
            if word in _GOVERNMENTS:
                cluster.add_noun(word)
        return number

    def _body(self, phrase: Phrase) -> int | None:
        """Return a state body that its country names: "the Dutch government", "Kenyan police"."""
        if phrase.label is not Label.AGENCY or phrase.plural:
            return None
        if phrase.country is None and (owner := self._owner(phrase)) is not None:
            phrase = replace(phrase, country=self._country_of(owner))
        if phrase.country is None:
            return None
        text = without_article(self.tree.text(phrase.first, phrase.last))
        if phrase.noun in _GOVERNMENTS:
            return self._government(phrase.country, text)
        bare = self._without_country(phrase)
        shown = f"{people(phrase.country) or country_name(phrase.country)} {bare}"
        number = self._cluster(f"body:{normalise(shown)}", Label.AGENCY, phrase.rank, phrase.kind)
        cluster = self.clusters[number]
        if not cluster.forms:
            cluster.shown = shown
        cluster.add_form(text)
        cluster.country = phrase.country
        cluster.add_noun(phrase.noun)
        return number

    def _country_of(self, owner: int) -> str | None:
        """Return the country of which "its ministry" is a ministry."""
        cluster = self.clusters[owner]
        return cluster.country if cluster.kind in ("government", "country") else None

    def _without_country(self, phrase: Phrase) -> str:
        """Return the words of a body's phrase behind its country: "foreign ministry"."""
        first = phrase.head
        while first > phrase.first:
            before = self.tree[first - 1]
            if before.tag in ("POS", "PRP$", "DT") or before.text[0].isupper():
                break
            first -= 1
        return self.tree.text(first, phrase.last)

    def resolution(self) -> Resolution:
        """Return the finished answer, referents in order of their first mention."""
        for cluster in self.clusters:
            token = cluster.owner_token
            if token is not None:
                pronoun = self.tree[token].tag == "PRP$"
                cluster.owner = self._heads.get(token) if pronoun else self._standing_at(token)
        names = [cluster.referent(None).name for cluster in self.clusters]
        referents = tuple(
            cluster.referent(names[cluster.owner] if cluster.owner is not None else None)
            for cluster in self.clusters
        )
        mentions = [replace(m, label=self.clusters[m.referent].label) for m in self.mentions]
        return Resolution(
            self.tree.parse,
            referents,
            tuple(sorted(mentions, key=lambda m: (m.span, m.head))),
            affiliations=self._employed([c.owner for c in self.clusters]),
            presumed=self._employed([c.presumed for c in self.clusters]),
            weak=frozenset(n for n, c in enumerate(self.clusters) if c.rank <= NER),
            tree=self.tree,
        )

    def _employed(self, bodies: Sequence[int | None]) -> tuple[tuple[int, int], ...]:
        """Return pairs of person and body, for persons only."""
        return tuple(
            (number, body)
            for number, body in enumerate(bodies)
            if body is not None
            and body != number
            and self.clusters[number].label in _PERSONS
            and self.clusters[number].kind not in ("committee", "chamber")
            and self.clusters[body].label in _EMPLOYERS
        )


def _gender(word: str) -> str | None:
    table: Mapping[str, Sequence[str]] = words("nouns")["gendered"]
    return next((gender for gender, nouns in table.items() if word.lower() in nouns), None)
