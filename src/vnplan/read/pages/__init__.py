"""Pages of words with places, from a text layer or from OCR: reading order, paragraphs, tables."""
