"""Two leaders at the same moment: one order comes into force."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from competencies.positions import services
from competencies.positions.models import WorkOrder
from igot.kernel.errors import Conflict
from igot.kernel.tenancy import everywhere
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_published_at_once_for_a_unit_one_is_in_force(cast: Cast, now: datetime) -> None:
    orders = []
    with everywhere():
        for number in (1, 2):
            order = services.create_order(
                organisation=cast.dopt,
                unit="U",
                number=str(number),
                title="T",
                effective_on=now.date() + timedelta(days=number),
                actor=cast.leader,
                at=now,
            )
            services.add_people(order=order, people=[cast.learner], actor=cast.leader)
            orders.append(order)
    start, results = Barrier(2), []

    def publish(order: WorkOrder) -> None:
        try:
            with everywhere():
                start.wait()
                services.publish_order(order=order, actor=cast.leader, at=now)
                results.append("published")
        except Conflict:
            results.append("conflict")
        finally:
            connection.close()

    threads = [Thread(target=publish, args=[order]) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["conflict", "published"]
    with everywhere():
        assert WorkOrder.objects.filter(state="published").count() == 1
