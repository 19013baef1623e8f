"""Analysis: a graph to results. Pure functions; every result is a type of its own.

All passes run over the numbering of `depgraph.model.Graph` in plain loops, without
recursion, and break ties by stated keys, so that the order of the input never shows.
"""
