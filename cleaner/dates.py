"""Dates as pages print them, in any language whose months are known."""

from __future__ import annotations
