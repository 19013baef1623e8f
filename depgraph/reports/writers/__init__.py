"""Writers: a page, or a table, in a format. They look at nothing but what they are given."""
