"""Pages of the passbook: its holder's, those of who attests in it, and those of workplace checks."""
