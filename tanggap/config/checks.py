"""What must be in place before serving, and what an operator should know: each check says what it found in a line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tanggap.base.masterkey import unwrap, wrap
from tanggap.config.queues import Depth, measure_depths
from tanggap.config.settingsfile import settings_path
from tanggap.records.errors import LogContradiction, NoLog
from tanggap.records.guard import trusted_log
from tanggap.records.queries import newest_checkpoint, the_log
from tanggap.registry.models import Agency, Power
from tanggap.registry.queries import agencies_that_answer, officers_on_duty
from tanggap.rules.packs import BadPack, pack

LITTLE_ROOM = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. `says` is one line without a full stop."""

    name: str
    is_well: bool
    says: str


Check = Callable[[], Finding]


def look_at(checks: Sequence[Check]) -> Iterator[Finding]:
    """Run checks in order. What a start depends on builds one on the other, so the first failure among them ends it."""
    for check in checks:
        finding = check()
        yield finding
        if not finding.is_well and check in START:
            return


def has_keys() -> Finding:
    """The two keys are there and can be used."""
    if settings.SECRET_KEY == "only-for-init":  # noqa: S105
        return Finding(
            "keys", False, "TANGGAP_SECRET_KEY is missing; run `tanggap init`, or name the settings with --config"
        )
    try:
        unwrap(wrap(b"trial"))
    except ImproperlyConfigured as error:
        return Finding("keys", False, str(error))
    return Finding("keys", True, "secret key and master key are given")


def has_folder() -> Finding:
    """DATA_DIR is there and can be written."""
    folder = Path(settings.DATA_DIR)
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return Finding("folder", False, f"DATA_DIR {folder} is no folder that can be written; run `tanggap init`")
    return Finding("folder", True, f"{folder.resolve()} can be written")


def has_closed_files() -> Finding:
    """Nobody else on this machine can read the data, or the file with the master key."""
    database = settings.DATABASES["default"]["NAME"] if connection.vendor == "sqlite" else settings.DATA_DIR
    places = [Path(settings.DATA_DIR), Path(str(database)), settings_path(os.environ)]
    open_ones = [str(place) for place in dict.fromkeys(places) if place.exists() and place.stat().st_mode & 0o077]
    says = f"others can read {', '.join(open_ones)}; run `chmod -R go-rwx` on it"
    return Finding("closed", not open_ones, says if open_ones else "nobody else can read the data")


def has_rules() -> Finding:
    """The rule pack can be read."""
    try:
        rules = pack()
    except BadPack as error:
        return Finding("rules", False, f"TANGGAP_RULES: {error}")
    return Finding("rules", True, f"{rules.code}, version {rules.version}")


def has_database() -> Finding:
    """The database answers, and an SQLite one was made by `init` and not just now by a mistaken path."""
    name = settings.DATABASES["default"]["NAME"]
    if connection.vendor == "sqlite" and not Path(str(name)).exists():
        return Finding("database", False, f"there is no database {name}; run `tanggap init`")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", False, f"the database does not answer: {' '.join(str(error).split())}")
    return Finding("database", True, f"{connection.vendor} answers")


def has_tables() -> Finding:
    """Every migration was applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("tables", False, f"{len(waiting)} migrations are waiting; run `tanggap init`")
    return Finding("tables", True, "every migration is applied")


def has_record() -> Finding:
    """The log was opened, and the master key opens its signing keys."""
    try:
        log = the_log()
    except NoLog as error:
        return Finding("record", False, str(error))
    for key in log.keys.all():
        try:
            unwrap(bytes(key.wrapped))
        except Exception:
            return Finding("record", False, "TANGGAP_MASTER_KEY is not the one that this installation was made with")
    newest = newest_checkpoint()
    return Finding("record", True, f"{log.origin}, {newest.size if newest else 0} entries published")


def has_true_record() -> Finding:
    """What was published stays true: otherwise the log signs nothing, and a person must look."""
    try:
        log = trusted_log()
    except LogContradiction as error:
        return Finding("truth", False, f"{error}; see docs/operating.md on backups")
    except NoLog as error:
        return Finding("truth", False, str(error))
    return Finding("truth", True, f"all {log.size} entries lead to what was published")


def has_room() -> Finding:
    """There is room on the disk."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    return Finding("room", free > LITTLE_ROOM, f"{free // 1_000_000:,} MB free in DATA_DIR")


def has_duty() -> Finding:
    """Each agency that takes reports has somebody whom danger reaches."""
    agencies = Agency.objects.filter(accounts__state="published").distinct().order_by("slug")
    on_duty = {agency.slug: officers_on_duty(agency) for agency in agencies}
    alone = [slug for slug, officers in on_duty.items() if not officers]
    if alone:
        return Finding(
            "duty", False, f"in danger nobody is alerted at {', '.join(alone)}; run `tanggap user duty USERNAME on`"
        )
    unwritten = [slug for slug, officers in on_duty.items() if not any(officer.user.email for officer in officers)]
    if unwritten:
        says = f"in danger nobody is written to at {', '.join(unwritten)}, whose officers on duty must look at the desk"
        return Finding("duty", False, f"{says}; run `tanggap user email USERNAME ADDRESS`")
    return Finding("duty", True, "danger reaches somebody at every agency, also by e-mail")


def has_agencies() -> Finding:
    """There is somebody to write to."""
    there = Agency.objects.active().exists()
    says = "there is one that can take reports" if there else "there is none yet; run `tanggap agency add`"
    return Finding("agencies", there, says)


def has_readers() -> Finding:
    """Whatever somebody may send to an agency, somebody there may read and answer."""
    agencies = list(Agency.objects.filter(accounts__state="published").distinct().order_by("slug"))
    for power, what in (
        (Power.ANSWER, "nobody may answer at"),
        (Power.CONFIDENTIAL, "nobody may read what is confidential at"),
    ):
        able = agencies_that_answer(power)
        alone = [agency.slug for agency in agencies if agency.id not in able]
        if alone:
            says = f"{what} {', '.join(alone)}; run `tanggap mandate grant USERNAME --powers {power} …`"
            return Finding("readers", False, says)
    return Finding("readers", True, "somebody may read and answer whatever is sent to an agency")


def has_mail() -> Finding:
    """Mail leaves the house, where others than this machine use it."""
    is_kept = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    if is_kept and settings.BASE_URL.startswith("https://"):
        return Finding("mail", False, f"no mail is sent, it lies in {settings.EMAIL_FILE_PATH}; set TANGGAP_EMAIL_URL")
    return Finding("mail", True, f"mail lies in {settings.EMAIL_FILE_PATH}" if is_kept else "mail is sent")


def has_nothing_stuck() -> Finding:
    """No work waits for a person."""
    stuck = [depth for depth in measure_depths() if depth.queue.is_stuck and depth.rows]
    says = ", ".join(f"{depth.queue.name}: {depth.rows}" for depth in stuck)
    if any(depth.queue.name == "arrivals_stuck" for depth in stuck):
        says += "; `tanggap doctor --replay` reads stuck arrivals again"
    return Finding("stuck", not stuck, says or "nothing is stuck")


def has_nothing_late() -> Finding:
    """No work waits that a worker should have done."""
    late = [depth for depth in measure_depths() if depth.is_late]
    return Finding("late", not late, ", ".join(map(_in_words, late)) or "no work is late")


def _in_words(depth: Depth) -> str:
    return f"{depth.queue.name}: {depth.rows}, oldest {depth.oldest_seconds:.0f} s; is `tanggap work` running?"


START: tuple[Check, ...] = (has_keys, has_folder, has_rules, has_database, has_tables, has_record)
ALL: tuple[Check, ...] = (
    *START,
    has_true_record,
    has_closed_files,
    has_room,
    has_agencies,
    has_readers,
    has_duty,
    has_mail,
    has_nothing_stuck,
    has_nothing_late,
)
