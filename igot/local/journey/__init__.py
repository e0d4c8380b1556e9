"""``make journey``: the main journey over HTTP, as each person, on a throw-away database."""

import shutil
import time
import traceback

import requests

from igot.local.demo import only_one, wait_for_first_page
from igot.local.journey.ground import lay
from igot.local.journey.walk import Stumbled, Walk
from igot.local.places import JOURNEY
from igot.local.processes import free_port
from igot.local.readiness import tail
from igot.local.stack import Stack
from igot.local.supervisor import Supervisor


def journey() -> int:
    """Bring everything up, walk the steps, take everything down; 0 when every step saw what it should."""
    from igot.local.journey.steps import STEPS

    began = time.monotonic()
    status = 0
    with only_one(JOURNEY), Supervisor(report=_say) as supervisor:
        shutil.rmtree(JOURNEY / "log", ignore_errors=True)
        stack = Stack(supervisor, JOURNEY, "127.0.0.1", free_port(), throw_away=True)
        stack.start_services()
        kept = lay(stack)
        for child in (stack.web(), stack.worker(), stack.beat()):
            supervisor.start(child)
        wait_for_first_page(stack)
        seed = "a kept copy of the seed" if kept else "a fresh seed"
        print(f"Up at {stack.address} on {seed} after {time.monotonic() - began:.0f} s.", flush=True)
        walk = Walk(stack.address, stack)
        try:
            for step in STEPS:
                step(walk)
        except Stumbled as stumble:
            print(f"FAILED  {stumble}", flush=True)
            status = 1
        except (requests.RequestException, LookupError, ValueError, StopIteration):
            print(f"FAILED  after step {walk.lines}:\n{traceback.format_exc()}", flush=True)
            status = 1
        for child in supervisor.ended():
            print(f"FAILED  {child.name} did not live through it; {child.log} ends:\n{tail(child.log)}", flush=True)
            status = 1
    seconds = time.monotonic() - began
    verdict = "every step saw what it should" if status == 0 else f"stopped early; the logs are in {JOURNEY / 'log'}"
    print(f"Journey of {walk.lines} steps in {seconds:.0f} s: {verdict}. Exit status {status}.", flush=True)
    return status


def _say(line: str) -> None:
    print(f"[igot] {line}", flush=True)
