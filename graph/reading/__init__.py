"""Answers: searching, looking around, paths, the claims behind an edge, and queries of users."""
