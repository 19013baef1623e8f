"""The command line: one module a command, and `main`, which imports it when it is called."""
