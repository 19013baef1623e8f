"""How a plan and the answers about it show themselves in Jupyter: pictures and small tables.

A class whose objects do so has a method ``_repr_mimebundle_`` that calls a function from here.
Nothing that is shown refers to another place or runs a script, and all of it is capped: what
is left out is said.
"""
