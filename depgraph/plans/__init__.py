"""From what a user names to loaded plans: which files, one graph, its rules, two compared."""
