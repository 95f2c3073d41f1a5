"""How often somebody asked for something, counted in the database so that every process knows it."""

from __future__ import annotations

from datetime import timedelta

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.people.models import Tries


def count_try(what: str, whose: str, most: int, within: timedelta) -> bool:
    """Count one more of `what` by `whose`; False, and nothing counted, once there were `most` within that time.

    The time begins with the first. Whose it is (an address, say) is kept as a keyed digest alone.
    """
    name = Tries.name_of(what, whose)
    moment = now()
    # Whoever floods costs a look, and no turn to write.
    if Tries.objects.filter(name=name, until__gt=moment, count__gte=most).exists():
        return False
    with writing():
        fresh = {"until": moment + within, "count": 0}
        tries, _ = Tries.objects.select_for_update().get_or_create(name=name, defaults=fresh)
        if tries.until <= moment:
            tries.until, tries.count = moment + within, 0
        if tries.count >= most:
            return False
        Tries.objects.filter(id=tries.id).update(count=tries.count + 1, until=tries.until)
    return True
