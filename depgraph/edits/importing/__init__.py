"""What an import changes in a plan: `plan` compares the source with what is there."""
