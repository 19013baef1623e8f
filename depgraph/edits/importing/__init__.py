"""What an import changes in a plan: `plan` compares, `texts` makes the new files."""
