"""Customers a second of other simulators on the workload, each written as its own manual teaches."""

from __future__ import annotations

import random
import sys
from collections import deque
from collections.abc import Iterator
from time import process_time
from typing import Any

from workload import ARRIVALS, CUSTOMERS, SERVERS, SERVICE, Entry, Measured, exact_wait, main


def simpy_resource(seed: int) -> Measured:
    """One process a customer, a ``Resource`` for the servers."""
    import simpy

    luck = random.Random(seed)
    waits: list[float] = []
    environment = simpy.Environment()
    servers = simpy.Resource(environment, capacity=SERVERS)

    def customer() -> Iterator[Any]:
        arrived = environment.now
        with servers.request() as turn:
            yield turn
            waits.append(environment.now - arrived)
            yield environment.timeout(luck.expovariate(SERVICE))

    def door() -> Iterator[Any]:
        for _ in range(CUSTOMERS):
            yield environment.timeout(luck.expovariate(ARRIVALS))
            environment.process(customer())

    environment.process(door())
    start = process_time()
    environment.run()
    return Measured(CUSTOMERS, process_time() - start, sum(waits) / CUSTOMERS)


def ciw(seed: int) -> Measured:
    """A network of one node."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(ARRIVALS)],
        service_distributions=[ciw.dists.Exponential(SERVICE)],
        number_of_servers=[SERVERS],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    start = process_time()
    simulation.simulate_until_max_customers(CUSTOMERS, method="Complete")
    seconds = process_time() - start
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return Measured(CUSTOMERS, seconds, sum(waits) / len(waits))


def salabim(seed: int) -> Measured:
    """One component a customer, a resource for the servers."""
    import salabim

    salabim.yieldless(False)
    luck = random.Random(seed)
    waits: list[float] = []

    class Customer(salabim.Component):
        def process(self) -> Iterator[Any]:
            arrived = environment.now()
            yield self.request(servers)
            waits.append(environment.now() - arrived)
            yield self.hold(luck.expovariate(SERVICE))

    class Door(salabim.Component):
        def process(self) -> Iterator[Any]:
            for _ in range(CUSTOMERS):
                yield self.hold(luck.expovariate(ARRIVALS))
                Customer()

    environment = salabim.Environment(trace=False)
    servers = salabim.Resource("servers", capacity=SERVERS)
    Door()
    start = process_time()
    environment.run()
    return Measured(CUSTOMERS, process_time() - start, sum(waits) / len(waits))


def mesa(seed: int) -> Measured:
    """One agent a customer, moved by scheduled events; Mesa's unit steps are switched off."""
    import mesa

    luck = random.Random(seed)
    waits: list[float] = []
    queue: deque[Any] = deque()

    class Customer(mesa.Agent):
        def enter(self) -> None:
            self.arrived = self.model.time
            if self.model.free:
                self.model.free -= 1
                self.be_served()
            else:
                queue.append(self)

        def be_served(self) -> None:
            waits.append(self.model.time - self.arrived)
            self.model.schedule_event(self.leave, after=luck.expovariate(SERVICE))

        def leave(self) -> None:
            self.remove()
            if queue:
                queue.popleft().be_served()
            else:
                self.model.free += 1

    class Office(mesa.Model):
        def __init__(self) -> None:
            super().__init__(rng=seed)
            self.free = SERVERS
            self.expected = CUSTOMERS
            self._default_schedule.stop()
            self.admit_next()

        def admit_next(self) -> None:
            if self.expected:
                self.expected -= 1
                self.schedule_event(self.admit, after=luck.expovariate(ARRIVALS))

        def admit(self) -> None:
            Customer(self).enter()
            self.admit_next()

    office = Office()
    start = process_time()
    office.run_until(2 * CUSTOMERS / ARRIVALS)
    seconds = process_time() - start
    assert len(waits) == CUSTOMERS
    return Measured(CUSTOMERS, seconds, sum(waits) / CUSTOMERS)


CASES = {
    "simpy_resource": Entry(simpy_resource, "simpy"),
    "ciw": Entry(ciw, "ciw"),
    "salabim": Entry(salabim, "salabim"),
    "mesa": Entry(mesa, "mesa"),
}

if __name__ == "__main__":
    main(__file__, CASES, sys.argv[1:])
    if sys.argv[1:2] != ["--case"]:
        print(f"\nexact mean wait in the steady state: {exact_wait():.4f}")
