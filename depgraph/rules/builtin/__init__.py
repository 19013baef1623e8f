"""The built-in checks, by what they look at; `registry` lists them."""
