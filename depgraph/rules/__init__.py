"""Rules: a graph and its configuration to findings.

`builtin` has the checks that need no rule file, `kinds` the kinds of rules that a
configuration can use; `engine` runs both and gives each finding its status.
"""
