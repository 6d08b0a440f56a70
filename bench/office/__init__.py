"""One master text in every medium, as an office would have made it, with the truth known."""
