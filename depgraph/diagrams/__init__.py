"""Pictures of a plan, drawn with Graphviz: one module a picture, one theme."""
