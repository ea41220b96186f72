"""Figures: where names stand, how lines run, and the picture as SVG and PNG.

`measure` → `place` → `route` decide the geometry, which the canvas shares;
`scene` lays out the whole figure as plain data; `svg` and `png` write it.
"""
