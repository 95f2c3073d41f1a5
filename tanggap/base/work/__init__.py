"""The work loop: states live in the database; kill every worker and nothing is lost.

A room describes its work as steps. A step's `run(limit)` claims up to that many rows, handles each and settles it: the
next state, another try at a time (`next_try`), or *stuck* with a reason that a person sees. It returns how many it
handled. Local work claims and settles in one transaction and needs no lease; work that leaves the machine takes one
(`Leased`, `claim`, `settle`). **A bad item must not sink its neighbours**: that is the step's own duty (on an error of
the batch, one by one), for the loop cannot know which item was the bad one; it only keeps the other steps going.
"""

from tanggap.base.work.leases import Leased, claim, next_try, settle, settle_all
from tanggap.base.work.loop import Step, run_loop
from tanggap.base.work.wake import wake

__all__ = ["Leased", "Step", "claim", "next_try", "run_loop", "settle", "settle_all", "wake"]
