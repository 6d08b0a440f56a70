"""vnplan: Vietnamese administrative plans as structured records."""
