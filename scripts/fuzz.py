#!/usr/bin/env python3
"""Read damaged and twisted reports, and say what became of each; exit 1 when any was not told of or refused properly.

usage: python scripts/fuzz.py --files 20000 --seed 7 [--reader html] [-j 2] [--keep DIR]
       python scripts/fuzz.py --seed 7 --reader html --only 123 --keep DIR
       python scripts/fuzz.py --guided 60 [--reader text]

Every mutant is made of a whole report by the seed, the reader and its number alone, and read in a process with
limits of time and memory. The outcomes: `same` figures, changed figures read `as printed`, `told` (a finding that
the whole file does not have), `refused` (one R- code and its cure); and the failures EXCEPTION, CRASH, HANG, MEMORY
and SILENT. What counts as silent is said in scripts/fuzzing/judging.py. --guided steers by coverage instead, with
atheris where that is installed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package need not be installed

from fuzzing import seeds
from fuzzing.judging import Task

from extractor.workers import Answer, Limits, answers

GOOD = ("same", "as printed", "told", "refused")
BAD = ("EXCEPTION", "CRASH", "HANG", "MEMORY", "SILENT")
TIMEOUT = 30.0
"""Seconds that a mutant may take; a whole report takes a small part of one."""


def main() -> int:
    """0 when nothing failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", choices=list(seeds.SUFFIX))
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant of each reader, to go on in parts")
    parser.add_argument("--only", type=int, help="the one mutant of this number (with --reader)")
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the files that failed, or the one of --only, here")
    parser.add_argument("--guided", type=float, metavar="SECONDS", help="steered by coverage (needs atheris)")
    options = parser.parse_args()
    if options.guided:
        from fuzzing.guided import guided

        return guided(options.reader or "text", options.seed, options.guided)
    readers = [options.reader] if options.reader else list(seeds.SUFFIX)
    if options.only is not None:
        tasks = [Task(readers[0], options.seed, options.only)]
    else:
        rounds = range(options.first, options.first - (-options.files // len(readers)))
        tasks = [Task(reader, options.seed, at) for at in rounds for reader in readers][: options.files]
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    failed = False
    spent = 0.0
    try:
        for task, mutation, outcome, word, seconds in _outcomes(tasks, options.jobs):
            spent += seconds
            table[task.reader, mutation][outcome] += 1
            if outcome in BAD:
                failed = True
                print(f"{outcome} {task.reader} {mutation}: {word}", file=sys.stderr)
                again = f"--seed {task.seed} --reader {task.reader} --only {task.number}"
                print(f"  python scripts/fuzz.py {again} --keep .", file=sys.stderr, flush=True)
            if options.keep and (outcome in BAD or options.only is not None):
                _keep(task, options.keep)
            if options.only is not None:
                print(mutation, outcome, word)
    except KeyboardInterrupt:
        print("interrupted; what was read so far:", file=sys.stderr)
    if options.only is None:
        _print(table)
        print(f"\nseed {options.seed}, {sum(one.total() for one in table.values())} files, {spent:.0f} s of processor time")
    return int(failed)


def _outcomes(tasks: list[Task], jobs: int) -> Iterator[tuple[Task, str, str, str, float]]:
    answer: Answer[Task]
    for answer in answers(tasks, "fuzzing.judging:outcome_of", Limits(timeout=TIMEOUT), jobs):
        if answer.failure is None:
            mutation, outcome, word, seconds = answer.value
        else:
            mutation = seeds.mutant(answer.task.reader, answer.task.seed, answer.task.number)[0]
            gone = answer.detail.startswith(("exit ", "SIG", "signal "))
            outcome = {"timeout": "HANG", "memory": "MEMORY"}.get(answer.failure, "CRASH" if gone else "EXCEPTION")
            word, seconds = answer.detail, answer.seconds
        yield answer.task, mutation, outcome, word, seconds


def _keep(task: Task, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    data = seeds.mutant(task.reader, task.seed, task.number)[2].data
    (folder / f"{task.reader}-{task.seed}-{task.number}{seeds.SUFFIX[task.reader]}").write_bytes(data)


def _print(table: dict[tuple[str, str], Counter[str]]) -> None:
    """The table as Markdown: a row a mutation, one in bold a reader."""
    print(f"| reader | mutation | files | {' | '.join((*GOOD, *BAD))} |\n|{'---|' * (len(GOOD) + len(BAD) + 3)}")
    for reader in dict.fromkeys(reader for reader, _ in table):
        rows = {mutation: counts for (of, mutation), counts in sorted(table.items()) if of == reader}
        whole = sum(rows.values(), Counter[str]())
        for name, counts in ((f"**{reader}**", whole), *((f"{reader}", counts) for counts in rows.values())):
            mutation = "all" if counts is whole else next(one for one, found in rows.items() if found is counts)
            print(f"| {name} | {mutation} | {counts.total()} | {' | '.join(str(counts[one]) for one in (*GOOD, *BAD))} |")


if __name__ == "__main__":
    sys.exit(main())
