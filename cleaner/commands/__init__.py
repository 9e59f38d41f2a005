"""Commands: one file each, without decisions of their own."""
