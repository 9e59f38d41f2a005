"""Many documents: where they come from, the run that cleans them, and where they go.

Read in this order: `entries` (a document in a corpus), `plan` (which files there are), `formats` (what is in them),
`chunks` (documents that are cleaned together), `worker` and `pool` (who cleans them), `shapes` and `sinks` (how they are
written), `journal` (what is done), `run` (all of it).
"""
