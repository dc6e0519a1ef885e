"""How answers are said, to be read aloud: at a terminal, on a page, in a document. Pure."""
