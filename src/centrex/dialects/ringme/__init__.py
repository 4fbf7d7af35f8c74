"""The RingMe API: REST with OAuth 2, below ``/api/ver1.0/``."""
