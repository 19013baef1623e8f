"""Edits: the texts of a plan's files, changed or laid out anew. Nothing else writes YAML.

`text` has a file's nodes and comments with their places, `editor` cuts and puts in there,
`entries` and `quoting` write what comes in, `layout` and `canonical` lay a whole file out, and
`proof` reads every new text again. On these stand the edits of a `graph` file, a
`configuration`, a `baseline` and of `queries`, and `importing`, which says what a source
changes in a plan.
"""
