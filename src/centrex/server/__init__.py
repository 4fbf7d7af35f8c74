"""The HTTP server: puts store, access, engine and dialects together, and answers requests."""
