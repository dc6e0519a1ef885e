"""Documents: an answer put into words and pictures, as Markdown and as HTML. Pure."""
