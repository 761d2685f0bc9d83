"""The modelled methods; importing this package fills the table."""

from . import changing, describing, documents, receiving, sending
from .table import HANDLERS, handler_of

__all__ = ["HANDLERS", "changing", "describing", "documents", "handler_of", "receiving", "sending"]
