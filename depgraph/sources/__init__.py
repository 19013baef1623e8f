"""Sources: text files to a `depgraph.model.Graph`. One module a step.

`document` reads strict YAML with positions, `fields` turns its nodes into values,
`graph_file` knows the format of graph and schedule files, `files` finds the files,
`merge` makes one graph of them.
"""
