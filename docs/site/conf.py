"""Sphinx's settings of the documentation site, which build.py puts beside the pages that it has gathered."""

import os

project = "Lacuna"
author = "the Lacuna authors"
copyright = "the Lacuna authors, BSD-3-Clause"
version = release = os.environ["LACUNA_VERSION"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "breathe"]
root_doc = "index"
html_theme = "alabaster"
html_theme_options = {"page_width": "1100px", "sidebar_width": "240px", "fixed_sidebar": True,
                      "description": "Lattice kinetic Monte Carlo of stripping a metal electrode through a ceramic electrolyte"}
html_copy_source = False
# Pages link to headings as a forge names them.
myst_heading_anchors = 4
breathe_projects = {"lacuna": os.environ["LACUNA_DOXYGEN"]}
breathe_default_project = "lacuna"
autodoc_typehints = "description"
autodoc_member_order = "bysource"
