"""Centrex: a self-hosted, multi-tenant virtual PBX control plane."""

__version__ = "0.1.0"
