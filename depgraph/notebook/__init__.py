"""How a plan and the answers about it show themselves in Jupyter: pictures and pages.

`shows` says what shows which class; `depgraph.showing` gives the classes their methods.
Nothing that is shown refers to another place or runs a script, and all of it is capped: what
is left out is said.
"""
