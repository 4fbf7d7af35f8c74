"""The only road to data: an operation on checked arguments, within a Scope, audited when it changes something."""
