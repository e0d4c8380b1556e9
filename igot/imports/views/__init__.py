"""Pages of the sheets that come in, and of the files that go out."""
