"""Dialects: one package for each vendor API that Centrex speaks."""
