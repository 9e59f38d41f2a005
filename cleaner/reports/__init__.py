"""Reports: what a person reads, made of articles and rules. They decide nothing and print nothing."""
