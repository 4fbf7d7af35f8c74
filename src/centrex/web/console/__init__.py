"""The console, ``/console``: what a person who has signed in may see and do, read and done by the same operations.

It makes no statement and no Scope of its own: what it shows is what the APIs would tell the same user.
"""
