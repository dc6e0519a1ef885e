"""Pages over the views: what people look at after it happened."""
