"""The plan as an assistant reads it: a server of the Model Context Protocol over stdio.

- `tools`: what may be asked, each a command of depgraph with typed inputs;
- `calling`: a command run for its data and its text, and plans that are kept between questions;
- `bounding`: answers that end, with what was left out;
- `resources`, `prompts`: the plan's files, findings and pictures, and how reviews are asked for;
- `server`: the protocol, by the official SDK.
"""
