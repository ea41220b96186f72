"""Find what a description or a pronoun refers back to, within one document.

Candidates are what was mentioned before and fits in label, number, country and
gender; an argument of the same verb never fits ("X sued the company"). Among
those left, closeness, subjects and the story's topic decide. A pronoun with two
equally good candidates stays unresolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ...graph.model import Label
from .clusters import Cluster
from .phrases import HANDLES, Phrase, listed, nouns
from .tree import SUBJECTS, Tree

_PERSONS = frozenset({Label.PERSON, Label.LAWMAKER})
_BODIES = frozenset({Label.FIRM, Label.AGENCY, Label.ORGANISATION, Label.OUTLET, Label.LAWMAKER})
_ACTORS = _BODIES | _PERSONS
_COMPANIES = frozenset({Label.FIRM, Label.ORGANISATION, Label.OUTLET})  # "they" may be one
_REGULATORS = frozenset(
    {"regulator", "watchdog", "agency", "authority", "body", "bureau", "commission", "board",
     "inspectorate", "council", "office"}
)  # fmt: skip
_UNIONS = frozenset({"bloc", "alliance"})
# Organs of a union are not the union.
_ORGANS = frozenset({"commission", "council", "court", "bank", "fund", "agency", "parliament"})
_HEADS = frozenset({"chairman", "chairwoman", "director", "founder", "board", "headquarters"})
_ANYBODY = frozenset(
    {"person", "man", "woman", "source", "official", "executive", "insider", "employee", "expert"}
)
# Said of so many that having been called so once proves nothing.
_GENERAL = frozenset({"company", "firm", "group", "business", "corporation", "organisation"})

# Weights, set by hand on invented texts; what matters is their order: the same
# noun outweighs the sentence, the sentence outweighs country and topic.
_PER_SENTENCE = 1.0
_SAME_SENTENCE = 2.5
_SUBJECT = 0.8
_TOPIC = 0.5
_PER_MENTION = 0.15
_SAME_NOUN = 3.0
_SAME_COUNTRY = 1.8
_ONE_FOR_SEVERAL = 4.0
_SAYS_NOTHING = 1.5
_POSSESSOR = 0.3
_ONLY_REPORTS = 1.5
_FITTING_OWNER = 2.0
_OF_ITSELF = 2.0
_MAIN_SUBJECT = 0.6
_TIE = 0.25


@dataclass(frozen=True, slots=True)
class Said:
    """An earlier mention: the cluster it belongs to, and where it stands."""

    cluster: int
    phrase: Phrase


class Discourse:
    """What has been mentioned so far, for finding antecedents."""

    def __init__(self, tree: Tree, weights: Mapping[str, int]) -> None:
        self.tree = tree
        self.said: list[Said] = []
        self._at: dict[int, int] = {}
        self._topics: dict[Label, str] = {}  # what the story names first
        self._quoted = tuple(_quoted(tree))
        self._weights = weights  # how often each key is named in the whole document

    def mention(self, phrase: Phrase, number: int, cluster: Cluster) -> None:
        """Note a mention, so that later ones can refer to it."""
        self.said.append(Said(number, phrase))
        self._at[phrase.head] = number
        self._topics.setdefault(cluster.label, cluster.key)

    def cluster_at(self, head: int) -> int | None:
        """Return the cluster whose mention is headed by this token."""
        return self._at.get(head)

    def antecedent(self, phrase: Phrase, clusters: Sequence[Cluster]) -> int | None:
        """Return the cluster that a description or pronoun refers to, if one stands out."""
        wanted = self._labels(phrase)
        excluded = self._coarguments(phrase)
        reach = _reach(phrase)
        scores: dict[int, float] = {}
        heads: dict[int, int] = {}
        for said in reversed(self.said):
            if self._distance(phrase, said) > reach:
                break
            cluster = clusters[said.cluster]
            if (
                said.cluster not in excluded
                and (cluster.label in wanted or _called(phrase, cluster))
                and self._agrees(phrase, cluster)
                and not said.phrase.first <= phrase.head < said.phrase.last
                and not self._only_quoted(phrase, said)
                and not only_says_whence(self.tree, said.phrase)
            ):
                score = self._closeness(phrase, said) + self._fitness(phrase, cluster)
                if said.cluster not in scores or score > scores[said.cluster]:
                    scores[said.cluster], heads[said.cluster] = score, said.phrase.head
        return self._best(phrase, scores, heads)

    def topic(self, label: Label) -> str | None:
        """Return the key of what the story names first under this label."""
        return self._topics.get(label)

    def _only_quoted(self, phrase: Phrase, said: Said) -> bool:
        """Return whether it was said in a quotation in whose speech tag the phrase stands."""
        inside = self._quoted[said.phrase.head] and not self._quoted[phrase.head]
        return inside and self._distance(phrase, said) == 0

    def _best(
        self, phrase: Phrase, scores: Mapping[int, float], heads: Mapping[int, int]
    ) -> int | None:
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        if len(ranked) < 2 or phrase.form != "pronoun":
            return next(iter(ranked), None)
        first, second = ranked[:2]
        listed_together = heads[second] in self.tree.conjuncts(heads[first])
        tie = listed_together or scores[first] - scores[second] < _TIE
        return None if tie else first

    def _labels(self, phrase: Phrase) -> frozenset[Label]:
        """Return what the antecedent may be."""
        if phrase.form != "pronoun":
            if phrase.noun == "group":
                return frozenset({Label.FIRM, Label.ORGANISATION})
            found = {noun.label for noun in nouns().get(phrase.noun, ())} - {Label.PRODUCT}
            return frozenset({phrase.label} if phrase.label else found) | (
                _PERSONS if phrase.label in _PERSONS else frozenset()
            )
        if phrase.noun in ("man", "woman"):
            return _PERSONS
        governor = self.tree[self.tree.governor(phrase.head)]
        handled = self.tree.role(phrase.head) == "dobj" and governor.lemma in HANDLES
        if handled:
            return frozenset({Label.PRODUCT})
        return _BODIES if phrase.noun == "thing" else _ACTORS

    def _agrees(self, phrase: Phrase, cluster: Cluster) -> bool:
        """Return whether number, gender, country and the describing noun allow it."""
        if phrase.form == "pronoun":
            if phrase.noun in ("man", "woman"):
                return not cluster.plural and cluster.gender in (None, phrase.noun)
            if phrase.noun == "thing":
                return not cluster.plural and not (
                    cluster.label is Label.LAWMAKER and cluster.kind == "person"
                )
            return cluster.plural or cluster.label in _COMPANIES
        if phrase.plural != cluster.plural:
            return False
        if phrase.country and cluster.country and phrase.country != cluster.country:
            return False
        if phrase.plural and not self._counts_the_same(phrase, cluster):
            return False
        if cluster.unnamed and cluster.label in _PERSONS and phrase.noun in _ANYBODY:
            return True
        return self._noun_allows(phrase, cluster)

    def _counts_the_same(self, phrase: Phrase, cluster: Cluster) -> bool:
        """Return whether a number ("the two firms") is one that the group was given before."""
        count = next((t for t in range(phrase.first, phrase.head) if self.tree[t].pos == "NUM"), -1)
        return count < 0 or self.tree[count].text.lower() in cluster.key.split()

    def _noun_allows(self, phrase: Phrase, cluster: Cluster) -> bool:
        """Return whether "the department", "the minister", "the lawmakers" may mean it."""
        if phrase.noun in cluster.nouns:
            return True
        if phrase.label is Label.AGENCY:
            if phrase.noun in _UNIONS:
                return cluster.kind == "igo" and not _ORGANS & set(cluster.nouns)
            return cluster.kind in _loose_kinds(phrase.noun)
        if phrase.label in _PERSONS:
            return phrase.noun in ("person", "man", "woman") or (
                not cluster.nouns and cluster.kind in (None, phrase.kind)
            )
        if phrase.label is Label.LAWMAKER or phrase.label is Label.PLACE:
            return cluster.kind == phrase.kind
        if phrase.label is Label.ORGANISATION:
            return phrase.noun in ("group", "organisation", "organization") or (
                cluster.kind == phrase.kind
            )
        return cluster.label is phrase.label or phrase.noun == "group"

    def _closeness(self, phrase: Phrase, said: Said) -> float:
        distance = self._distance(phrase, said)
        score = -_PER_SENTENCE * distance if distance else _SAME_SENTENCE
        role = self.tree.role(said.phrase.head)
        if role in SUBJECTS:
            score += _SUBJECT
        elif role in ("poss", "compound", "nmod"):
            score -= _POSSESSOR
        if role in SUBJECTS and self._says_nothing(said.phrase.head):
            score -= _SAYS_NOTHING
        if phrase.form == "pronoun" and self._is_main_subject(said.phrase.head, distance):
            score += _MAIN_SUBJECT
        if role in SUBJECTS and self._says_so_of_itself(phrase.head, said.phrase.head):
            score += _OF_ITSELF
        return score

    def _fitness(self, phrase: Phrase, cluster: Cluster) -> float:
        score = _PER_MENTION * min(self._weights.get(cluster.key, 0), 6)
        if self._topics.get(cluster.label) == cluster.key:
            score += _TOPIC
        if phrase.noun in cluster.nouns and phrase.noun not in _GENERAL:
            score += _SAME_NOUN
        if phrase.country and phrase.country == cluster.country:
            score += _SAME_COUNTRY
        if cluster.label is Label.OUTLET and phrase.label is not Label.OUTLET:
            score -= _ONLY_REPORTS
        if phrase.form == "pronoun":
            score += self._fitness_of_owner(phrase, cluster)
            if phrase.plural and not cluster.plural:
                score -= _ONE_FOR_SEVERAL
        return score

    def _fitness_of_owner(self, phrase: Phrase, cluster: Cluster) -> float:
        if self.tree[phrase.head].dep != "poss":
            return 0.0
        owned = self.tree[self.tree[phrase.head].head].lemma.lower()
        if owned in listed("nouns", "state_owned") and cluster.kind in ("government", "igo"):
            return _FITTING_OWNER
        has_chairman = cluster.label is Label.ORGANISATION and owned in _HEADS
        if has_chairman or (owned in listed("nouns", "firm_owned") and cluster.label is Label.FIRM):
            return _FITTING_OWNER
        return 0.0

    def _distance(self, phrase: Phrase, said: Said) -> int:
        return self.tree[phrase.head].sent - self.tree[said.phrase.head].sent

    def _says_nothing(self, head: int) -> bool:
        """Return whether it is the subject of "declined to comment" and its like."""
        verb = self.tree[self.tree.governor(head)]
        start, end = self.tree.parse.sents[verb.sent]
        spoken = {self.tree[i].lemma.lower() for i in range(start, end)}
        return "comment" in spoken and verb.lemma in ("decline", "respond", "refuse", "reply")

    def _is_main_subject(self, head: int, distance: int) -> bool:
        """Return whether an earlier sentence is about it: what "its chairman" goes on with."""
        verb = self.tree.governor(head)
        is_subject = self.tree.role(head) in SUBJECTS
        return distance > 0 and is_subject and self.tree[verb].dep == "ROOT"

    def _says_so_of_itself(self, pronoun: int, subject: int) -> bool:
        """Return whether "it said" ends what has the subject: "A does not sell arms, it said"."""
        clause, verb = self.tree.governor(subject), self.tree[pronoun].head
        is_tag = self.tree[pronoun].dep in SUBJECTS and subject < pronoun < verb
        return is_tag and self.tree[clause].dep == "ccomp" and self.tree[clause].head == verb

    def _coarguments(self, phrase: Phrase) -> frozenset[int]:
        """Return the clusters that are other arguments of the same verb."""
        if self.tree[phrase.head].dep == "poss":
            return frozenset()
        verb = self.tree.predicate(phrase.head)
        if verb is None:
            return frozenset()
        heads = [head for head in self.tree.arguments(verb) if head != phrase.head]
        return frozenset(self._at[head] for head in heads if head in self._at)


def only_says_whence(tree: Tree, phrase: Phrase) -> bool:
    """Return whether it is the "Canadian" of "the Canadian miner", who is no government."""
    if phrase.rule != "people":
        return False
    for after in range(phrase.last, tree.sentence(phrase.head)[1]):
        if tree[after].pos not in ("NOUN", "ADJ"):
            return False
        entries = nouns().get(tree[after].lemma.lower(), ())
        if any(entry.label in (Label.FIRM, Label.PERSON) for entry in entries):
            return True
    return False


def _called(phrase: Phrase, cluster: Cluster) -> bool:
    """Return whether it has been called so: "the bank" may be a central bank."""
    return phrase.form == "description" and phrase.noun in cluster.nouns


def _quoted(tree: Tree) -> Iterator[bool]:
    """Yield for each token whether it stands between quotation marks of its block."""
    inside, block = False, -1
    for token in tree.tokens:
        if tree.parse.blocks[token.sent] != block:
            inside, block = False, tree.parse.blocks[token.sent]
        if token.text in ("“", "``") or (token.text == '"' and not inside):
            inside = True
        elif token.text in ("”", "''", '"'):
            inside = False
        yield inside


@cache
def _loose_kinds(noun: str) -> frozenset[str]:
    """Return the kinds of bodies that a noun fits without having been said of them.

    "The regulator" may mean any regulator, "the department" only one that is
    called so.
    """
    kinds = {entry.kind for entry in nouns().get(noun, ()) if entry.label is Label.AGENCY}
    if noun in _REGULATORS:
        return frozenset({"regulator"})
    return frozenset(kinds & {"government", "court", "military", "igo"})


def _reach(phrase: Phrase) -> int:
    """Return how many sentences back a mention may refer."""
    if phrase.form != "pronoun":
        return 30
    return 3 if phrase.noun in ("man", "woman") else 1
