"""How well the parser reads a plan's structure, measured against structure marked by hand (`eval/gold/`)."""
