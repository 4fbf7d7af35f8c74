"""The HTML pages: signing in, applications, and what users allow them. Nothing here is JSON, and nothing is script."""
