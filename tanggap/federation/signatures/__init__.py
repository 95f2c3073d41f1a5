"""HTTP signatures, both ways: draft-cavage-http-signatures-12 and RFC 9421. Needs no Django."""
