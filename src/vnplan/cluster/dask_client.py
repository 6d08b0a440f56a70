"""Dask: a cluster on this machine or one that is there, and calls of a function over many arguments."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from vnplan.cluster.task import other_version
from vnplan.core.issues import UsageError, VnplanError

if TYPE_CHECKING:
    from distributed import Client, Future

REACH = 15.0  # seconds that a scheduler may take to answer
_GOODBYE = 3.0  # seconds that a scheduler which is gone may keep us
_AHEAD = 4  # calls for each thread of the workers: enough to keep them busy
_LEAST = 32  # calls in any case: workers may come later
_TRIES = 5  # times that a call is made again when the workers that made it were lost
_NOT_YET = ("pending", "lost")  # the worker that had the result was killed before it could be fetched
_ADVICE = "mend that and go on with --resume (resume=True)"
_DEATHS = 10  # workers that a call may lose before Dask itself gives it up


class ClusterError(VnplanError):
    """The cluster failed; what was done is safe."""


@contextmanager
def connected(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A client of a scheduler, or of a cluster of processes on this machine. Raises UsageError where there is none."""
    import dask  # noqa: PLC0415
    from distributed import Client, LocalCluster  # noqa: PLC0415

    if scheduler is not None:
        with _reached(scheduler) as client:
            yield client
        return
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}),
        # memory is limited by the document, in the children; any port will do, as several runs may be at work
        LocalCluster(n_workers=workers, threads_per_worker=1, memory_limit=0, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def _reached(scheduler: str) -> Iterator[Client]:
    from distributed import Client  # noqa: PLC0415

    try:
        _knock(scheduler)
        client = Client(scheduler, timeout=REACH, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, OverflowError) as error:
        why = f"{type(error).__name__}: {error}"
        message = f"no scheduler of Dask answers at {scheduler} ({why}); give its address, as it says"
        raise UsageError(f"{message} when it starts: --scheduler tcp://HOST:8786") from error
    try:
        yield client
    finally:
        client.close(timeout=_GOODBYE)


def _knock(scheduler: str) -> None:
    """Raise where no scheduler answers, before there is a client.

    A client that fails on its address stays half open; when it is collected while the loop of another one starts,
    both wait for the lock of the loops.
    """
    from distributed import Security  # noqa: PLC0415
    from distributed.core import connect  # noqa: PLC0415
    from distributed.utils import LoopRunner  # noqa: PLC0415

    async def knock() -> None:
        reached = await connect(scheduler, timeout=REACH, **Security().get_connection_args("client"))
        await reached.close()

    LoopRunner().run_sync(knock)


def check_workers(client: Client, options: dict[str, object], wanted: list[str]) -> None:
    """Raise UsageError where a worker that is there has no vnplan, or another one."""

    def installed() -> str | None:  # sent as code: the worker may have no vnplan to find it in
        import json  # noqa: PLC0415

        try:
            from vnplan.cluster.task import version_here  # noqa: PLC0415
        except ImportError:
            return None
        return json.dumps(version_here(told))

    told = options
    for address, found in client.run(installed).items():
        if found is None:
            message = f"{address}: this worker has no vnplan[dask]; install the same version of it on all machines"
            raise UsageError(message)
        if json.loads(found) != wanted:
            raise UsageError(f"{address}: {other_version(wanted, json.loads(found))}")


def called(
    client: Client, function: Callable[..., str], each: Sequence[str], *others: str
) -> Iterator[tuple[int, str]]:
    """`function` of each argument, with its number, in the order in which they are done.

    What a worker that is lost had in work is done again by another. Raises what the function raised.
    """
    from distributed import as_completed  # noqa: PLC0415

    numbers = iter(range(len(each)))
    waiting: dict[str, int] = {}
    tries: Counter[int] = Counter()

    def submit(number: int) -> Future:
        # impure: the result of an earlier run that the scheduler still holds is none for this one
        future = client.submit(function, each[number], *others, pure=False)
        waiting[future.key] = number
        return future

    first = [submit(number) for number in islice(numbers, _ahead(client))]
    done = as_completed(first, loop=client.loop)
    try:
        for future in done:
            if future.status in _NOT_YET:
                done.add(future)
                continue
            number = waiting.pop(future.key)
            if (result := _result(future, tries, number)) is not None:
                yield number, result
            else:
                done.add(submit(number))
            for more in islice(numbers, max(_ahead(client) - len(waiting), 0)):
                done.add(submit(more))
    except OSError as error:
        raise ClusterError(
            f"the scheduler does not answer any more ({error}); what was done is safe: {_ADVICE}"
        ) from error
    finally:
        done.clear()


def _ahead(client: Client) -> int:
    return max(_LEAST, _AHEAD * int(sum(client.nthreads().values())))


def _result(future: Future, tries: Counter[int], number: int) -> str | None:
    """The result; None where its workers were lost and it is to be done again."""
    from distributed import KilledWorker  # noqa: PLC0415

    try:
        result: str = future.result()
    except VnplanError:
        raise
    except (KilledWorker, CancelledError) as error:
        tries[number] += 1
        if tries[number] < _TRIES:
            return None
        what = "the workers that had it were killed again and again, as where a machine runs out of memory"
        raise ClusterError(f"a part could not be made ({what}); what was done is safe: {_ADVICE}") from error
    except Exception as error:  # the disk is full, a store does not answer
        what = f"{type(error).__name__}: {error}"
        raise ClusterError(f"a part could not be made ({what}); what was done is safe: {_ADVICE}") from error
    return result
