"""The types that every stage shares. Nothing here imports anything else of vnplan."""
