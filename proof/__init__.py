"""``make proof``: what the product promises, tried at length, and ``docs/proof.md``, which says what came of it.

A promise is a ``Slice`` (``proof/slices.py`` says how to write one); ``proof/registry.py`` lists them. The cases come
from the generators of ``tests``; what stands here runs them for longer, keeps count, and invents none of its own.
"""
