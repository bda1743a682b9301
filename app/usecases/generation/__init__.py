"""Orders from agreements: runs of the generator, their undoing, single occurrences moved or skipped.

- `start_run(work, *, request) -> int`: the run's id
- `generate_orders(work, *, run_id, agreement_ids, period, options) -> Generated`: whole agreements, in one
  transaction; `app.generating.generate` calls it in batches, with progress and cancel
- `undo_run(work, *, run_id) -> Undone`: deletes what is untouched, says what stays and why
- `move_occurrence(work, *, line_id, calculated, to, seen=0, into_order_id=0) -> OccurrenceSaved`
- `skip_occurrence(work, *, line_id, calculated, seen=0, note="") -> OccurrenceSaved`
- `restore_occurrence(work, *, line_id, calculated, seen=0) -> OccurrenceSaved`

`seen` is the version of what people decided about the occurrence before; 0 for nothing.
"""

from app.usecases.generation.occurrences import (
    OccurrenceSaved,
    move_occurrence,
    restore_occurrence,
    skip_occurrence,
)
from app.usecases.generation.orders import Generated, GeneratedOrder, generate_orders
from app.usecases.generation.runs import KeptOrder, Undone, start_run, undo_run

__all__ = [
    "Generated",
    "GeneratedOrder",
    "KeptOrder",
    "OccurrenceSaved",
    "Undone",
    "generate_orders",
    "move_occurrence",
    "restore_occurrence",
    "skip_occurrence",
    "start_run",
    "undo_run",
]
