"""The page, as Streamlit runs it: configuration and navigation, nothing else."""

import streamlit as st

from sayso.ui.parts.connection import explained
from sayso.ui.parts.frame import LOGO, frame
from sayso.ui.parts.navigation import navigation
from sayso.ui.views import about, ask, explore, load

st.set_page_config(page_title="Sayso", page_icon=str(LOGO), layout="wide")
frame()
page = navigation(
    {
        "explore": st.Page(explore.show, title="Explore", url_path="explore", default=True),
        "load": st.Page(load.show, title="Load", url_path="load"),
        "ask": st.Page(ask.show, title="Ask", url_path="ask"),
        "about": st.Page(about.show, title="About", url_path="about"),
    }
)
with explained():
    page.run()
