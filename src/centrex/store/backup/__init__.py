"""Backups: one moment of a database and the files that its rows name, in a folder that can be checked by itself.

The folder has ``manifest.json``, the database, ``media/`` and ``SHA256SUMS``, which `sha256sum -c` reads. Never holds a
password or a key in the clear: there is none in the database.
"""
