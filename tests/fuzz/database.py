#!/usr/bin/env python3
"""Hostile databases against every command that opens one.

usage: database.py DOTREC BASE.db PLAN.csv KEEP

A mutant is a copy of the base with one thing in it that dotrec never writes. The
long form (DOTREC_FUZZ_LONG) runs every command with every mutant. The short form
runs certain commands with the mutants that once broke one, and with a random sample
of the others (DOTREC_FUZZ_SEED) a few commands each. DOTREC_FUZZ_ONLY and
DOTREC_FUZZ_COMMANDS, regular expressions, choose mutants and commands by name.
Mutants that break a command are kept in KEEP.
"""
import collections
import concurrent.futures
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

DOTREC, BASE, PLAN, KEEP = (os.path.abspath(path) for path in sys.argv[1:5])
LONG = bool(os.environ.get("DOTREC_FUZZ_LONG"))
ONLY = os.environ.get("DOTREC_FUZZ_ONLY")
COMMANDS = os.environ.get("DOTREC_FUZZ_COMMANDS", "")
SEED = os.environ.get("DOTREC_FUZZ_SEED", "1")
SAMPLE = 150        # mutants of the short form, besides those in ONCE
COMMANDS_EACH = 4   # commands run with each of these mutants
CPU_S = 60          # CPU time after which a command counts as hanging
WALL_S = 300        # elapsed time after which it does, on a busy machine
MEMORY_KIB = 1 << 20
CODES = set(range(10))
WORKERS = 2

# ---- mutants ---------------------------------------------------------------

VALUES = {
    "null": "NULL", "zero": "0", "minus": "-1", "2^32": "4294967296",
    "2^32-1": "4294967295", "2^63-1": "9223372036854775807",
    "-2^63": "-9223372036854775807 - 1", "inf": "9e999", "-inf": "-9e999",
    "1e308": "1e308", "tiny": "5e-324", "megabyte": "replace(hex(zeroblob(524288)), '0', 'x')",
    "bytes": "cast(x'fffec3' as text)", "empty": "''", "blob": "x'00ff00'",
    "nul": "cast(x'410042' as text)",
    "escape": "cast(x'1b5d303b78071b5b33316d0d08c29b33316d' as text)",
    "percent": "'%s%n%999999d'",
}


def open_database(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA writable_schema = ON")
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.execute("PRAGMA foreign_keys = OFF")
    return db


def close_database(db, path):
    """Leaves a single file, without a journal."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    for suffix in ("-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)


def schema_sql(db, name):
    return db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]


def set_schema(path, name, sql):
    db = open_database(path)
    db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, name))
    close_database(db, path)


def loose(sql):
    """The SQL of a table without constraints on the values of its columns."""
    return re.sub(r"\) STRICT", ")", re.sub(r"\bNOT NULL\b", "", sql)).replace(", WITHOUT ROWID", " WITHOUT ROWID")


def set_column(path, table, column, value, where):
    """Changes the database as a program without our constraints would; the
    constraints are in the file again afterwards."""
    db = open_database(path)
    ours = schema_sql(db, table)
    close_database(db, path)
    set_schema(path, table, loose(ours))
    db = open_database(path)
    # changes as many rows as the unique indexes allow
    db.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = {value} {where}')
    done = db.execute("SELECT changes()").fetchone()[0]
    close_database(db, path)
    set_schema(path, table, ours)
    return done


def replace_view(path, view, sql):
    db = open_database(path)
    db.execute(f'DROP VIEW "{view}"')
    db.execute(sql)
    close_database(db, path)
    return 1


def view_with(db, view, columns, column, value):
    """The SQL of the view with another value in one column."""
    body = re.sub(r"(?is)^.*?\bAS\b\s*(?=(SELECT|WITH)\b)", "", schema_sql(db, view), count=1)
    shown = ", ".join(f'{value} AS "{c}"' if c == column else f'"{c}"' for c in columns)
    return f'CREATE VIEW "{view}" AS SELECT {shown} FROM ({body.rstrip("; ")})'


def view_of(view, columns, rows):
    """The SQL of a view with made-up rows: `rows` is a SELECT of one column x."""
    shown = ", ".join(f'x AS "{c}"' for c in columns)
    return f'CREATE VIEW "{view}" AS SELECT {shown} FROM ({rows})'


ROWS = {
    "nulls": "SELECT NULL AS x UNION ALL SELECT NULL",
    "ones": "SELECT 1 AS x UNION ALL SELECT 1",
    "texts": "SELECT 'x' AS x UNION ALL SELECT ''",
    "none": "SELECT 1 AS x WHERE 0",
    "endless": "WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i) SELECT x FROM i",
    "endless one": "WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i) SELECT max(x) AS x FROM i",
    "billion": "WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 1000000000) SELECT x FROM i",
    "large": "SELECT printf('%.*c', 500000000, 'x') AS x",
    "function text": "SELECT median('x') AS x",
    "function odd": "SELECT quantile(1, 9e999) AS x UNION ALL SELECT ci_low(1, -1) UNION ALL SELECT mannwhitney_p(9e999, 2)",
    "function many": "WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i) SELECT median(x) AS x FROM i",
    "function window": "SELECT fsum(x) OVER (ORDER BY x) AS x FROM (SELECT 1e308 AS x UNION ALL SELECT -9e999 UNION ALL SELECT NULL)",
    "load": "SELECT load_extension('libm.so.6') AS x",
    "tokenizer": "SELECT fts3_tokenizer('x', x'0000000000000000') AS x",
    "itself": None,
}


def statements(path, *sql):
    db = open_database(path)
    for text in sql:
        db.execute(text)
    close_database(db, path)
    return 1


def duplicate_rows(path, table):
    """Doubles every row, without the constraints and indexes that forbid it."""
    db = open_database(path)
    ours = schema_sql(db, table)
    indexes = db.execute("SELECT rowid, type, name, tbl_name, rootpage, sql FROM sqlite_schema "
                         "WHERE tbl_name = ? AND type = 'index' AND sql IS NULL", (table,)).fetchall()
    db.execute("DELETE FROM sqlite_schema WHERE tbl_name = ? AND type = 'index' AND sql IS NULL", (table,))
    text = re.sub(r",\s*UNIQUE \([^)]*\)", "", ours).replace(" UNIQUE", "")
    db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text, table))
    close_database(db, path)
    db = open_database(path)
    columns = [c[1] for c in db.execute(f"PRAGMA table_info({table})") if c[1] != "id"]
    names = ", ".join(f'"{c}"' for c in columns)
    db.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}")
    # restores our constraints, and the indexes, which lack the second rows
    for row in indexes:
        db.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", row[1:])
    db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (ours, table))
    close_database(db, path)
    return 1


def many_rows(path):
    """Makes far more runs than anybody records."""
    return statements(path, "INSERT INTO run (uuid, plan_name, plan_text, plan_hash, seed, started_utc, "
                      "status, machine_id) WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i "
                      "WHERE x < 20000) SELECT 'u' || x, '', '', '', 0, started_utc, 'finished', machine_id "
                      "FROM i, (SELECT * FROM run LIMIT 1)")


def structure(tables, views, indexes):
    """Mutants of the schema and of references between rows."""
    def add(name, *sql):
        yield name, lambda path: statements(path, *sql)

    for table in tables:
        yield from add(f"drop {table}", f"DROP TABLE {table}")
        yield from add(f"empty {table}", f"DELETE FROM {table}")
        yield from add(f"view {table}", f"ALTER TABLE {table} RENAME TO other_{table}",
                       f"CREATE VIEW {table} AS SELECT * FROM other_{table}")
        yield from add(f"endless {table}", f"ALTER TABLE {table} RENAME TO other_{table}",
                       f"CREATE VIEW {table} AS WITH RECURSIVE i (x) AS (SELECT 1 UNION ALL SELECT x + 1 "
                       f"FROM i) SELECT other_{table}.* FROM other_{table}, i")
        yield from add(f"trigger {table}", f"CREATE TRIGGER evil_{table} AFTER INSERT ON {table} BEGIN "
                       "DELETE FROM sample; END")
        yield from add(f"trigger update {table}", f"CREATE TRIGGER evil2_{table} AFTER UPDATE ON {table} BEGIN "
                       "DELETE FROM sample; END")
        yield from add(f"generated {table}", f"ALTER TABLE {table} ADD COLUMN evil TEXT "
                       "GENERATED ALWAYS AS (upper('x')) VIRTUAL")
        yield from add(f"root {table}", "UPDATE sqlite_schema SET rootpage = 1 "
                       f"WHERE name = '{table}' AND type = 'table'")
        yield from add(f"nosql {table}", f"UPDATE sqlite_schema SET sql = 'x' WHERE name = '{table}'")
    for table in tables:
        if table not in ("meta", "sample", "cold", "control", "trend", "sketch", "summary", "speedup"):
            yield f"twice {table}", lambda path, table=table: duplicate_rows(path, table)
    for view in views:
        yield from add(f"drop {view}", f"DROP VIEW {view}")
        yield from add(f"table {view}", f"CREATE TABLE evil AS SELECT * FROM {view} LIMIT 10",
                       f"DROP VIEW {view}", f"ALTER TABLE evil RENAME TO {view}")
        yield from add(f"temporary {view}", f"DROP VIEW {view}", f"CREATE TABLE {view} (x)")
    for index in indexes:
        yield from add(f"drop {index}", f"DROP INDEX {index}")
        yield from add(f"partial {index}", "UPDATE sqlite_schema SET sql = sql || ' WHERE 0' "
                       f"WHERE name = '{index}'")
        yield from add(f"root {index}", f"UPDATE sqlite_schema SET rootpage = 2 WHERE name = '{index}'")
    yield from add("base itself", "UPDATE cell SET base_id = id")
    yield from add("base circle", "UPDATE cell SET base_id = (SELECT id FROM cell AS c WHERE c.id > cell.id "
                   "UNION ALL SELECT min(id) FROM cell LIMIT 1)")
    yield from add("base of another run", "UPDATE cell SET base_id = (SELECT max(id) FROM cell)")
    yield from add("run of nobody", "UPDATE cell SET run_id = -run_id")
    yield from add("cell without run", "DELETE FROM run WHERE id % 2")
    yield from add("series without row", "DELETE FROM series")
    yield from add("machine without row", "DELETE FROM machine")
    yield from add("verdict since later", "UPDATE verdict SET since_run_id = (SELECT max(id) FROM run) + 1")
    yield "many runs", many_rows
    yield from add("application", "PRAGMA application_id = 0")
    yield from add("version 0", "PRAGMA user_version = 0")
    yield from add("version 1", "PRAGMA user_version = 1")
    yield from add("version -1", "PRAGMA user_version = -1")
    yield from add("version high", "PRAGMA user_version = 2147483647")
    yield from add("utf-16", "UPDATE run SET label = 'x'", "VACUUM", "PRAGMA encoding = 'UTF-16'")
    yield from add("autovacuum", "PRAGMA auto_vacuum = FULL", "VACUUM")
    yield from add("json deep", "UPDATE run SET host_before = printf('%.*c', 100000, '[')")
    yield from add("json array", "UPDATE run SET host_before = '[1, [2]]', host_after = '1'")
    yield from add("json wrong", "UPDATE run SET host_before = '{\"a\"', host_after = x'00'")
    yield from add("json twice", "UPDATE run SET host_before = '{\"hostname\":1,\"hostname\":[2]}'")
    yield from add("plan hostile", "UPDATE run SET plan_text = 'strategy,n' || char(10) || 'serial,1..1000000+1'")


def columns_of(db, name):
    return [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')]


def mutants():
    """Names of mutants, and functions that make one from a copy of the base and
    return how many rows they changed."""
    db = sqlite3.connect(BASE)
    objects = db.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
    tables = [name for kind, name, _ in objects if kind == "table"]
    views = [name for kind, name, _ in objects if kind == "view"]
    indexes = [name for kind, name, sql in objects if kind == "index" and sql]
    for table in tables:
        for column in columns_of(db, table):
            for word, value in VALUES.items():
                for rows, where in (("all", ""), ("one", f'WHERE "{column}" IS (SELECT "{column}" FROM "{table}" '
                                                         'ORDER BY random() LIMIT 1)')):
                    yield (f"{table}.{column} {word} {rows}",
                           lambda path, a=(table, column, value, where): set_column(path, *a))
    for view in views:
        columns = columns_of(db, view)
        for column in columns:
            for word, value in VALUES.items():
                sql = view_with(db, view, columns, column, value)
                yield f"{view}.{column} {word}", lambda path, a=(view, sql): replace_view(path, *a)
        for word, rows in ROWS.items():
            sql = view_of(view, columns, rows or f"SELECT 1 AS x FROM {view}")
            yield f"{view} {word}", lambda path, a=(view, sql): replace_view(path, *a)
    yield from structure(tables, views, indexes)
    db.close()


# mutants that once made a command crash or hang, and those commands
ONCE = re.compile(r"""^(
    run\.sessions\ (zero|2\^32-1|null)\ all | run\.(uuid|started_utc|plan_text)\ null\ all |
    cell\.planned\ (zero|2\^63-1)\ all | cell\.calls\ zero\ all | series\.(strategy|n)\ null\ all |
    verdict\.(verdict|subject)\ null\ all | v_(night|cell)\.(started_utc|series|curve|strategy|n)\ null |
    v_(cell|sample|speedup|night)\ endless | v_cell\ tokenizer | run\.label\ escape\ all |
    machine\.cpu_model\ escape\ all | base\ circle | twice\ run | json\ deep)$""", re.X)
ONCE_COMMANDS = re.compile("^(check|compare|report --text|run --resume|status|query course)$")

# ---- commands --------------------------------------------------------------

Command = collections.namedtuple("Command", "name words reads terminal")


def commands():
    def reads(name, *words, terminal=False):
        return Command(name, words or name.split(), True, terminal)

    queries = sorted(line.split()[0] for line in subprocess.run(
        [DOTREC, "list", "queries"], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
        if line.strip())
    for query in queries:
        yield reads(f"query {query}", "query", query, terminal=True)
        yield reads(f"query {query} run=last", "query", "-f", "json", query, "run=last")
    yield reads("status", terminal=True)
    yield reads("status --hash", terminal=True)
    yield reads("status -f json")
    yield reads("list runs", terminal=True)
    yield reads("list series", terminal=True)
    yield reads("compare", "compare", "last~1", "last", terminal=True)
    yield reads("compare first", "compare", "1", "last")
    yield reads("report --text", terminal=True)
    yield reads("report", "report", "-q", "-o", "REPORT")
    yield reads("report --compare", "report", "-q", "-o", "REPORT", "--compare", "last", "1")
    yield reads("replay")
    yield reads("replay --levels")
    yield reads("export --all")
    yield reads("export --all --format jsonl")
    yield reads("export --what verdicts")
    yield reads("doctor", terminal=True)
    yield reads("plan", "plan", "PLAN", terminal=True)
    yield reads("prune")
    yield reads("backup", "backup", "COPY.db")
    yield Command("merge from", ["merge", "-d", "OTHER.db", "X.db"], True, True)
    for name, words in (("check", ["check"]), ("accept", ["accept", "shm/*", "--reason", "x"]),
                        ("exclude", ["exclude", "last", "--reason", "x"]),
                        ("run --resume", ["run", "-q", "--resume", "last"]),
                        ("run", ["run", "-q", "PLAN"]), ("prune --yes", ["prune", "--yes"]),
                        ("upgrade", ["upgrade"]), ("merge into", ["merge", "BASE.db"]),
                        ("export summaries", ["export", "--all", "--what", "summaries"]),
                        ("nightly", ["nightly", "-q", "-o", "REPORT", "PLAN"])):
        yield Command(name, words, False, name != "export summaries")


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))


def run(words, cwd):
    """Exit code (negative: a signal), stdout, stderr, KiB of memory, whether it
    had to be stopped."""
    with open(os.path.join(cwd, "out"), "w+b") as out, open(os.path.join(cwd, "err"), "w+b") as err:
        child = subprocess.Popen([DOTREC] + words, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=err, preexec_fn=limits, start_new_session=True)
        until, stopped = time.monotonic() + WALL_S, False
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > until:
                stopped = True
                os.killpg(child.pid, signal.SIGKILL)
            time.sleep(0.003)
        child.returncode = os.waitstatus_to_exitcode(status)
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        out.seek(0)
        err.seek(0)
        return child.returncode, out.read(4 << 20), err.read(4 << 20), usage.ru_maxrss, stopped


def frame(err):
    """The place in dotrec that a sanitizer reports, or the report's first line."""
    text = err.decode("utf-8", "replace")
    kind = re.search(r"(runtime error: .{0,80}|Sanitizer: \S+)", text)
    place = re.search(r"/((?:src|tests)/[a-z_/]+\.c:\d+)", text)
    return f"{kind.group(1) if kind else 'report'} at {place.group(1) if place else '?'}"


def controls(text):
    """The first control character other than newline (or invalid byte), or None."""
    shown = text.decode("utf-8", "surrogateescape")
    return next((c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or "\ud800" <= c <= "\udfff"), None)


def trouble(command, words, cwd):
    """What is wrong with one command, or None."""
    code, out, err, kib, stopped = run(words, cwd)
    if stopped or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"hangs: {'waits' if stopped else 'computes'}"
    if b"Sanitizer" in err or b"runtime error" in err or code == 99:
        return frame(err)
    if code < 0:
        return f"signal {-code}"
    if code not in CODES:
        return f"exit code {code}"
    # status explains its exit code on stdout
    if code >= 2 and not err.strip() and not out.strip():
        return f"exit code {code} without a word"
    if kib > MEMORY_KIB:
        return f"{kib >> 10} MiB of memory"
    if controls(err) is not None:
        return f"control character {controls(err)!r} on stderr"
    if command.terminal and controls(out) is not None:
        return f"control character {controls(out)!r} on stdout"
    return None


# ---- pairs -----------------------------------------------------------------

def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).digest()


def meet(command, mutant, sum_before, cwd):
    """Runs one command with a fresh copy of the mutant."""
    os.mkdir(cwd)
    try:
        path = os.path.join(cwd, "X.db")
        shutil.copyfile(mutant, path)
        shutil.copyfile(BASE, os.path.join(cwd, "BASE.db"))
        names = {"PLAN": PLAN}
        words = [names.get(word, word) for word in command.words]
        if "-d" not in words:
            words[1:1] = ["-d", "X.db"]
        wrong = trouble(command, words, cwd)
        if not wrong and command.reads and digest(path) != sum_before:
            wrong = "the file was changed"
        if not wrong and command.name.startswith("export"):
            wrong = again(command, cwd)
        return wrong
    finally:
        shutil.rmtree(cwd, ignore_errors=True)


def again(command, cwd):
    """Imports the exported file; returns what is wrong, or None."""
    os.rename(os.path.join(cwd, "out"), os.path.join(cwd, "exported"))
    wrong = trouble(command, ["import", "-d", "NEW.db", "exported"], cwd)
    return wrong and f"its import: {wrong}"


def attempt(number, name, make, chosen):
    """Tries a mutant with its commands; returns its name, the number of pairs, and
    what is wrong."""
    with tempfile.TemporaryDirectory(dir=PLACE) as place:
        mutant = os.path.join(place, "mutant.db")
        shutil.copyfile(BASE, mutant)
        try:
            if not make(mutant):
                return name, 0, []
        except sqlite3.Error:
            return name, 0, []  # SQLite refuses to make this mutant
        before = digest(mutant)
        found = [(command.name, wrong) for i, command in enumerate(chosen)
                 if (wrong := meet(command, mutant, before, os.path.join(place, str(i))))]
        if found:
            shutil.copyfile(mutant, os.path.join(KEEP, f"database-{number}.db"))
        return name, len(chosen), found


def choose():
    """(number, name, make, commands) of the mutants to be tried."""
    every = list(enumerate(mutants()))
    all_commands = [c for c in commands() if re.search(COMMANDS, c.name)]
    if ONLY:
        return [(i, n, m, all_commands) for i, (n, m) in every if re.search(ONLY, n)]
    if LONG:
        return [(i, n, m, all_commands) for i, (n, m) in every]
    dice = random.Random(SEED)
    once = [(i, n, m) for i, (n, m) in every if ONCE.match(n)]
    some = dice.sample([(i, n, m) for i, (n, m) in every if not ONCE.match(n)], SAMPLE)
    met = [c for c in all_commands if ONCE_COMMANDS.match(c.name)]
    return [(i, n, m, met) for i, n, m in once] + [
        (i, n, m, dice.sample(all_commands, min(COMMANDS_EACH, len(all_commands)))) for i, n, m in some]


def main():
    due = choose()
    pairs, broken, unmade = 0, collections.defaultdict(list), 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        jobs = {pool.submit(attempt, *item): item[0] for item in due}
        for job in concurrent.futures.as_completed(jobs):
            name, count, found = job.result()
            pairs += count
            unmade += not count
            for command, wrong in found:
                broken[wrong].append((name, command, jobs[job]))
    for wrong, where in sorted(broken.items(), key=lambda item: -len(item[1])):
        print(f"{wrong}: {len(where)} times")
        for name, command, number in where[:6]:
            print(f"    '{name}', {command}: {KEEP}/database-{number}.db")
    print(f"{len(due)} mutants, {unmade} that SQLite refuses, {pairs} pairs, "
          f"{sum(map(len, broken.values()))} broken")
    if not pairs:
        sys.exit("nothing was tried")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as PLACE:
        main()
