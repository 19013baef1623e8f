"""The kinds of rules, one module each; `registry` has them by name."""
