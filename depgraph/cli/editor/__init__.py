"""The plan where people write it: a language server.

- `buffers`: a text with its lines, as an editor counts them, and what stands at a place;
- `snapshot`: a plan as its texts say it now, saved or not, with what the checks find;
- `diagnostics`, `hovering`, `words`, `navigation`, `renaming`, `actions`, `lenses`: the answers;
- `server`: the protocol, by pygls.
"""
