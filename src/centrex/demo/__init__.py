"""A world of made-up customers to try everything on. Its keys follow from a seed: never serve it to a network."""
