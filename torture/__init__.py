"""`make torture`: the product is killed, starved, overloaded and lied to; nothing may be lost. Seeded; prints what it did and what it found."""
