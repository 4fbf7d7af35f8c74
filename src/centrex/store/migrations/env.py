"""What Alembic runs for every command; the connection and its transaction belong to the caller."""

from alembic import context

from centrex.store.comparing import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
