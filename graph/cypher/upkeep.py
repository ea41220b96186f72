"""Texts that look after the store: its version, its soundness, its copies.

What reads the whole store does so in ranges of ids, `$first` up to but without
`$last`: ids are hashes, so equal ranges hold about equally much, and the index
finds a range. Sorting a whole label for each page would not do: the embedded
engine then reads all that is left.
"""

from __future__ import annotations

META = """
MATCH (m:Meta {id: 'sayso'})
RETURN m.schema_version AS version, m.schema AS schema, m.writer AS writer,
       m.restoring AS restoring, m.restored AS restored
"""

SET_META = """
MERGE (m:Meta {id: 'sayso'})
SET m.schema_version = $version, m.schema = $schema
"""

# Writers take turns: the second waits here, or fails at its commit and tries again.
# The mark of the last one stays: whoever reads page by page sees that somebody wrote.
LOCK = """
MATCH (m:Meta)
SET m.writer = $writer
RETURN m.restoring AS restoring
"""
