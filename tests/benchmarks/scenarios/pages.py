"""The pages people open."""

from typing import TYPE_CHECKING

from capacity_plans.plans.models import Plan
from courses.authoring.models import Course
from igot.accounts.models import User
from igot.seed.scale.plan import LEADER
from tests.benchmarks.registry import Visit, visited

if TYPE_CHECKING:
    from tests.benchmarks.browser import Browser
    from tests.benchmarks.ground import Ground

# What people look for among 800 courses: words, a spelling of Hindi words in Latin letters, a typing error.
WORDS = ("pension", "cyber hygiene", "service rules", "suchana", "grievence", "land records", "data", "budget cases")

# More people than a run has visits.
MANY = 12_000


@visited
def login_page(ground: "Ground") -> Visit:
    """The sign-in page, for anybody."""

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/accounts/login/", holds=b'type="password"')

    return visit


@visited
def my_igot(ground: "Ground") -> Visit:
    """The home page of learners with a plan and a past."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def my_igot_first(ground: "Ground") -> Visit:
    """The same by people each of whom comes for the first time: nothing of theirs was drawn before."""
    people = ground.sign_in(ground.some_learners(MANY))

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def course_page(ground: "Ground") -> Visit:
    """The page of a course."""
    people = ground.learners
    slugs = list(
        Course.objects.filter(slug__startswith="course-").order_by("slug").values_list("slug", flat=True)[:200]
    )

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(f"/courses/{slugs[number % len(slugs)]}/", people[number % len(people)], holds=b"<h1")

    return visit


@visited
def catalogue(ground: "Ground") -> Visit:
    """The first page of the catalogue, with facets."""
    people = ground.learners

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get("/catalogue/", people[number % len(people)], holds=b"/courses/")

    return visit


@visited
def catalogue_search(ground: "Ground") -> Visit:
    """A search among all courses."""
    people = ground.learners
    queries = [f"/catalogue/?q={word.replace(' ', '+')}" for word in WORDS]

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(queries[number % len(queries)], people[number % len(people)], holds=b"<h1")

    return visit


@visited
def plan_dashboard(ground: "Ground") -> Visit:
    """How far a ministry is with its plan, for its leader."""
    leaders = ground.sign_in([User.objects.get(email=LEADER)] * 8)
    plan = Plan.objects.filter(organisation=ground.ministry, kind="annual").get()
    path = f"/o/{ground.ministry.slug}/plans/{plan.public_id}/progress/"

    async def visit(browser: "Browser", number: int) -> None:
        await browser.get(path, leaders[number % len(leaders)], holds=b"<table")

    return visit
