"""How well records agree with annotated plans."""
