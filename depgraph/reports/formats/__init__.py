"""The formats of ``depgraph check``, one module each; `registry` has them by name."""
