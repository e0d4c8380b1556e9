"""Files are handed out to those who may read them: whole, in ranges, with the type that was found."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from courses.authoring import queries, services
from courses.authoring.models import Asset, Course, Release
from igot.accounts.models import User
from tests.cast import Cast
from tests.courses.samples import VTT, mp4, pdf, upload

SignIn = Callable[[User | None], Client]


@pytest.fixture
def video(cast: Cast, now: datetime) -> Asset:
    file = upload('टिप्पणी "lesson".mp4', mp4())
    return services.store_asset(organisation=cast.istm, kind="video", file=file, actor=cast.creator, at=now)


@pytest.fixture
def shown(
    cast: Cast, now: datetime, make_draft: Callable[..., Release], publish: Callable[[Release], Course], video: Asset
) -> Any:
    """`shown(visibility)`: the video, in a published course."""

    def made(visibility: str = "everyone") -> Asset:
        by: dict[str, Any] = {"actor": cast.creator, "at": now}
        release = make_draft(visibility=visibility)
        module = queries.outline(release)[0]
        services.add_resource(module=module, kind="video", title="Film", asset=video, transcript="Said.", **by)
        publish(release)
        return video

    return made


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_learner_gets_the_file_with_safe_headers(cast: Cast, sign_in: SignIn, shown: Any) -> None:
    asset = shown()
    response = sign_in(cast.learner).get(f"/files/{asset.public_id}/")
    assert response.status_code == 200 and body(response) == mp4()
    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith(
        "inline; filename=\"_______ _lesson_.mp4\"; filename*=UTF-8''%E0%A4"
    )
    assert "\n" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "status", "expected", "said"),
    [
        ("bytes=0-9", 206, slice(0, 10), "bytes 0-9/{size}"),
        ("bytes=10-", 206, slice(10, None), "bytes 10-{last}/{size}"),
        ("bytes=-5", 206, slice(-5, None), None),
        ("bytes=5-999999", 206, slice(5, None), "bytes 5-{last}/{size}"),
        ("bytes=9-5", 200, slice(None), None),
        ("lines=1-2", 200, slice(None), None),
        ("bytes=0-1,4-5", 200, slice(None), None),
    ],
)
def test_a_player_gets_ranges(
    cast: Cast, sign_in: SignIn, shown: Any, *, asked: str, status: int, expected: slice, said: str | None
) -> None:
    whole = mp4()
    response = sign_in(cast.learner).get(f"/files/{shown().public_id}/", headers={"Range": asked})
    assert response.status_code == status
    got = body(response)
    assert got == whole[expected] and response["Content-Length"] == str(len(got))
    if said:
        assert response["Content-Range"] == said.format(size=len(whole), last=len(whole) - 1)


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(cast: Cast, sign_in: SignIn, shown: Any, *, asked: str) -> None:
    response = sign_in(cast.learner).get(f"/files/{shown().public_id}/", headers={"Range": asked})
    assert response.status_code == 416 and response["Content-Range"] == f"bytes */{len(mp4())}"


def test_head_and_validators_send_no_bytes(cast: Cast, sign_in: SignIn, shown: Any) -> None:
    client, address = sign_in(cast.learner), f"/files/{shown().public_id}/"
    head = client.head(address)
    assert head.status_code == 200 and head["Content-Length"] == str(len(mp4())) and not head.content
    assert client.get(address, headers={"If-None-Match": head["ETag"]}).status_code == 304
    stale = client.get(address, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert stale.status_code == 200


def test_a_stranger_gets_not_found_unless_the_course_is_shared(cast: Cast, sign_in: SignIn, shown: Any) -> None:
    address = f"/files/{shown('subtree').public_id}/"
    assert sign_in(cast.stranger).get(address).status_code == 404
    assert sign_in(cast.learner).get(address).status_code == 404
    assert sign_in(cast.publisher).get(address).status_code == 200


def test_a_draft_s_file_is_for_its_makers_only(cast: Cast, sign_in: SignIn, video: Asset) -> None:
    address = f"/files/{video.public_id}/"
    assert sign_in(cast.creator).get(address).status_code == 200
    assert sign_in(cast.content_reviewer).get(address).status_code == 200
    assert sign_in(cast.learner).get(address).status_code == 404


def test_nobody_gets_a_file_without_signing_in(sign_in: SignIn, shown: Any) -> None:
    assert sign_in(None).get(f"/files/{shown().public_id}/").status_code == 302


@pytest.mark.parametrize(
    ("kind", "content", "expected"), [("pdf", pdf(), "application/pdf"), ("captions", VTT, "text/vtt; charset=utf-8")]
)
def test_each_kind_has_its_fixed_type(
    cast: Cast, sign_in: SignIn, now: datetime, *, kind: str, content: bytes, expected: str
) -> None:
    asset = services.store_asset(
        organisation=cast.istm, kind=kind, file=upload("x.html", content, "text/html"), actor=cast.creator, at=now
    )
    assert sign_in(cast.creator).get(f"/files/{asset.public_id}/")["Content-Type"] == expected
