"""Work roles, positions and knowledge resources as items of the dictionaries: content, checks, how they are written.

Roles do not nest: a role holds activities, a position holds roles, so no circle can arise.
"""
