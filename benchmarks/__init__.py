"""Where the figures of the README come from: run by hand, each a ratio within one run."""
