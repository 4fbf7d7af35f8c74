"""The server that is compared with: FastAPI, SQLAlchemy's ORM and pydantic, as one would write it today.

It answers ``get.virtual_number_groups`` from the same tables with the same checks. It imports nothing of centrex.
"""
