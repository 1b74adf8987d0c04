"""Taylor's method in balls: enclosures, certified times and constants, many digits."""
