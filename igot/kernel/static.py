"""Static files on a developer's machine and in the demo: compressed as in production, without the slow part."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuicklyCompressedStorage(CompressedManifestStaticFilesStorage):
    """Gzip only: Brotli saves a few kilobytes more and takes most of a minute."""

    def create_compressor(self, **options: Any) -> Compressor:
        """WhiteNoise's own, told to leave Brotli out."""
        return super().create_compressor(**options, use_brotli=False)
