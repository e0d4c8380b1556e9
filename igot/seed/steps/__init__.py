"""The steps of the seed, in their order; each leaves what is there already as it is."""
