"""From the text of a document to its claims.

    segment → parse → mend → resolve → attribution → candidates → context → dates
    → confidence → link

Every stage is a function of its input only, in a file of its own; the values
between them are in `stages.py`. Nothing here imports spaCy until a text is read.
"""

from __future__ import annotations

from ...graph.model import Document, Reading
from .stages import Parser


def extract(document: Document, *, parser: Parser | None = None) -> Reading:
    """Return what `document` claims.

    Args:
        document: Its text is read as it is; every offset points into it.
        parser: Another parser than the default one.

    Raises:
        SaysoError: the parser cannot be loaded.
        VocabularyError: a relation file or word list is wrong.
    """
    from .attribution import attribute
    from .candidates import candidates
    from .clauses import Clauses
    from .context import contexts
    from .link import link
    from .mend import mend
    from .parse import default_parser
    from .resolve import resolve, resolve_quoted
    from .segment import segment

    blocks = segment(document.text)
    parse = mend((parser or default_parser())(document.text, blocks))
    resolution = resolve(parse, blocks)
    voicings = attribute(parse, blocks, resolution)
    resolution = resolve_quoted(resolution, parse, voicings)
    resolution, found = candidates(parse, blocks, resolution, voicings)
    tree = Clauses(parse)
    return link(document, tree, resolution, voicings, found, contexts(tree, found, voicings))
