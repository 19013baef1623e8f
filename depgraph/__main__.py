"""``python -m depgraph``: the command line."""

from depgraph.cli.main import main

if __name__ == "__main__":
    main()
