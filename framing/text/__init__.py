"""The room that turns an `Article` into a `Document`: paragraphs, sentences, tokens and quotations, as offsets."""

from framing.text.document import Document, Token, parse_article, parse_text
from framing.text.quotations import Quotation

__all__ = ["Document", "Quotation", "Token", "parse_article", "parse_text"]
