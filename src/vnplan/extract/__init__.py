"""Finding mentions: one module a kind, none reads another."""
