"""Texts that keep what people decide: judgements on names, reviews of claims.

Both are logs: an entry is made once, and the only change to it is that it was
undone. What follows for entities, claims and edges is worked out elsewhere.
"""

from __future__ import annotations

# ---------------------------------------------------------------- judgements

NAMES_OF_ENTITY = """
MATCH (n:Entity {id: $id})
WITH n
MATCH (a:Alias)-[:REFERS_TO]->(n)
RETURN DISTINCT a.name_key AS key, a.text AS text
"""

NAMES_OF_KEYS = """
UNWIND $keys AS key
MATCH (a:Alias {name_key: key})
RETURN a.name_key AS key, a.text AS text, count(a) AS times
"""

# One that joins or parts two of these keys comes twice.
JUDGEMENTS_OF_KEYS = """
UNWIND $keys AS key
MATCH (j:Judgement {left: key})
RETURN properties(j) AS entry
UNION ALL
UNWIND $keys AS key
MATCH (j:Judgement {right: key})
RETURN properties(j) AS entry
"""

# The judgement asked for, and those that were made with it.
JUDGEMENTS_OF_DECISION = """
MATCH (j:Judgement {id: $id})
WITH j.decision AS decision
MATCH (j:Judgement {decision: decision})
RETURN properties(j) AS entry
ORDER BY j.id
"""

CREATE_JUDGEMENTS = """
UNWIND $rows AS r
CREATE (j:Judgement {id: r.id, verdict: r.verdict, left: r.left, right: r.right,
                     score: r.score, reason: r.reason, by: r.by, at: datetime(r.at),
                     active: true, decision: r.decision})
"""

UNDO_JUDGEMENTS = """
UNWIND $ids AS id
MATCH (j:Judgement {id: id})
SET j.active = false, j.undone_by = $by, j.undone_at = datetime($at)
"""

# ------------------------------------------------------------------- reviews

CLAIM_UNDER_REVIEW = """
MATCH (c:Claim {id: $id})
WITH c
MATCH (c)-[:STATED_IN]->(d:Document)
MATCH (c)-[:SUBJECT]->(s:Entity)
OPTIONAL MATCH (c)-[:OBJECT]->(o:Entity)
RETURN c.id AS claim, c.relation AS relation, c.edge AS edge, s.id AS subject, o.id AS object,
       d.id AS document, d.fingerprint AS fingerprint
"""

REVIEW = """
MATCH (v:Review {id: $id})
RETURN properties(v) AS entry
"""

ANY_REVIEW = """
MATCH (v:Review)
RETURN v.id AS id
LIMIT 1
"""

REVIEWS_OF_CLAIMS = """
UNWIND $ids AS id
MATCH (v:Review {claim: id})
RETURN properties(v) AS entry
"""

CREATE_REVIEW = """
CREATE (v:Review {id: $id, claim: $claim, verdict: $verdict, reason: $reason, by: $by,
                  at: datetime($at), active: true, n: $n, fingerprint: $fingerprint})
"""

UNDO_REVIEW = """
MATCH (v:Review {id: $id})
SET v.active = false, v.undone_by = $by, v.undone_at = datetime($at)
"""

MARK_REVIEWED = """
UNWIND $rows AS r
MATCH (c:Claim {id: r.claim})
SET c.review = r.review, c.reviewed_by = r.reviewed_by,
    c.reviewed_at = datetime(r.reviewed_at), c.review_reason = r.review_reason
"""

MARK_UNREVIEWED = """
MATCH (c:Claim {id: $id})
SET c.review = 'none'
REMOVE c.reviewed_by, c.reviewed_at, c.review_reason
"""

# The next load of this document then looks at every claim of it again.
FORGET_FINGERPRINT = """
MATCH (d:Document {id: $id})
REMOVE d.fingerprint
"""

# ------------------------------------------------------------------- history

LATEST_JUDGEMENTS = """
MATCH (j:Judgement)
WHERE j.at < datetime($at) OR (j.at = datetime($at) AND j.id > $id)
WITH j
ORDER BY j.at DESC, j.id
LIMIT $most
RETURN properties(j) AS entry
"""

LATEST_REVIEWS = """
MATCH (v:Review)
WHERE v.at < datetime($at) OR (v.at = datetime($at) AND v.id > $id)
WITH v
ORDER BY v.at DESC, v.id
LIMIT $most
RETURN properties(v) AS entry
"""

COUNT_DECISIONS = """
MATCH (j:Judgement)
WITH count(j) AS judgements
OPTIONAL MATCH (v:Review)
WITH judgements, count(v) AS reviews
RETURN judgements + reviews AS number
"""
