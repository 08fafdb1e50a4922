#!/usr/bin/python3
"""Reads lines `minute hour day month weekday second;after;count` (after: epoch seconds), writes for each the epoch
seconds of the next fires in UTC by python3-croniter, or `none`."""
import sys
from datetime import datetime, timezone

from croniter import CroniterBadDateError, croniter

for line in sys.stdin:
    expression, after, count = line.rstrip("\n").split(";")
    fires = []
    try:
        times = croniter(expression, datetime.fromtimestamp(int(after), timezone.utc), day_or=False)
        fires = [str(int(times.get_next(float))) for _ in range(int(count))]
    except CroniterBadDateError:
        fires.append("none")
    print(" ".join(fires))
