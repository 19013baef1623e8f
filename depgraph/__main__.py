"""``python -m depgraph``: the command line."""

from depgraph.cli import main

if __name__ == "__main__":
    main()
