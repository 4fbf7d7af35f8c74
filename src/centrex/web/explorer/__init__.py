"""The explorer: one page on which the methods of both dialects are read, filled in and tried. It knows no store.

``files`` says what is served, ``serving`` how, ``things`` groups the business things of both dialects.
"""
