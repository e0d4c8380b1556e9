"""Work is skipped when, and only when, its inputs are the same."""

from igot.local.stamps import Stamps, fingerprint


def test_work_is_fresh_once_it_was_done_for_the_same_inputs(tmp_path):
    stamps = Stamps(tmp_path / "done")
    assert not stamps.is_fresh("seed", "a")
    stamps.set("seed", "a")
    assert stamps.is_fresh("seed", "a")
    assert not stamps.is_fresh("seed", "b")
    assert not stamps.is_fresh("migrate", "a")


def test_a_changed_file_changes_the_fingerprint(tmp_path):
    path = tmp_path / "lock"
    path.write_text("one")
    before = fingerprint([path])
    assert fingerprint([path]) == before
    path.write_text("two")
    assert fingerprint([path]) != before


def test_a_removed_file_changes_the_fingerprint(tmp_path):
    path = tmp_path / "lock"
    path.write_text("one")
    before = fingerprint([path])
    path.unlink()
    assert fingerprint([path]) != before


def test_a_renamed_file_changes_the_fingerprint(tmp_path):
    (tmp_path / "a").write_text("one")
    (tmp_path / "b").write_text("one")
    assert fingerprint([tmp_path / "a"]) != fingerprint([tmp_path / "b"])


def test_the_order_of_the_files_does_not_matter(tmp_path):
    paths = [tmp_path / "a", tmp_path / "b"]
    for path in paths:
        path.write_text(path.name)
    assert fingerprint(paths) == fingerprint(reversed(paths))
