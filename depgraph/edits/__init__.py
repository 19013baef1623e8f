"""Edits: the texts of a plan's files, changed or laid out anew. Nothing else writes YAML.

`canonical` lays a file out, `importing` says what a source changes in a plan. Every change is
read again before it is handed back, and refused if the file would say anything else than meant.
"""
