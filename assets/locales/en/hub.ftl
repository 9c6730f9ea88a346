# The hub's own pages and words.
