"""What goes wrong, and what to do about it."""

from __future__ import annotations


class Error(Exception):
    """Base of all errors of this package."""


class InputError(Error):
    """Input that cannot be used: the message names the file, what is wrong, and what to do."""
