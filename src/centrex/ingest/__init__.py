"""The ways in: what PBX engines report of their calls, in the engines' own formats."""
