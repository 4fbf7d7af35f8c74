"""``/errors/``: what every error means, when it comes and how to mend it, for people. Programs read mnemonics."""
