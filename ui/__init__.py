"""How people meet it: command line, web page, notebook, figures."""

if not __name__.startswith("sayso."):
    raise ImportError("import sayso.ui, not ui (run: make setup)")
