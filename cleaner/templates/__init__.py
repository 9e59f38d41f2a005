"""What the pages of a site have in common: learnt from a corpus, kept in a store, and taken out of its pages."""
