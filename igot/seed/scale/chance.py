"""Chance that repeats itself: the same seed gives the same people, whatever is made before or beside them."""

import random
import uuid
from collections.abc import Sequence
from typing import Any


class Chance(random.Random):
    """Random numbers for one thing, from the common seed and the thing's own name."""

    def __new__(cls, seed: int, name: str) -> "Chance":
        return super().__new__(cls)

    def __init__(self, seed: int, name: str) -> None:
        super().__init__(f"{seed}:{name}")

    def uuid(self) -> str:
        """A UUID of version 4, as text."""
        return str(uuid.UUID(int=self.getrandbits(128), version=4))

    def one(self, things: Sequence[Any]) -> Any:
        """One of the things; the first are as likely as the last."""
        return things[int(self.random() * len(things))]
