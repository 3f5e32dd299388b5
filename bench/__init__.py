"""Speed and cost of the product, as ratios to a named reference measured in the same run. `python -m bench`, or `make bench`."""
