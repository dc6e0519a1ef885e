"""Callers of an OpenID provider: their access tokens (RFC 9068), and the keys that prove them."""
