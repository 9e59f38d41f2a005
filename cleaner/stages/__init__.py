"""Stages: each looks at a reading and marks what should go. One file a stage, none knows another."""
