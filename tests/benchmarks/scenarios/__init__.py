"""One file per subject; each scenario is one function."""
