/*
 * Each system call and each allocation of every command fails in turn, once or
 * from then on: the command exits with 7 or 8 and loses no data, or it works
 * without the call and its result is complete.
 */
#include "database.h"
#include "fault.h"
#include "fixture.h"
#include "inject.h"
#include "supervise.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BASE "base"
#define WORK "work"
#define DONE "done"

/* What fails. */
enum way { CALLS, WORKERS, ALLOCATIONS, WAYS };
static const char *const way_names[] = { "call", "call of each worker",
					 "allocation" };

/* A command, and how to check that its result is complete. */
struct command {
	const char *words;
	const char *db;      /* the database it works on, or NULL */
	const char *thinned; /* see database_check() */
	const char *file;    /* a file it writes, always the same; or NULL */
	const char *copy;    /* a copy it makes of the database; or NULL */
	const char *number;  /* a query to db whose answer is always the same */
	bool says;           /* its output is always the same */
	bool hashes;         /* the content of db is always the same */
	bool measures;       /* cells may fail: 3 and 4 are right, too */
	bool workers;        /* it has worker processes */
	/* it loads BLAS, and does without while allocations fail: libgfortran,
	 * which comes with BLAS, calls itself without end if it has no memory
	 * for a message */
	bool loads;
	unsigned tries[2]; /* at most so many tries in each way: short, long */
};

/* The last run is finished, and each of its repeats is ok. */
#define WHOLE                                                                \
	"SELECT count(*) = 1 FROM v_account_run WHERE run_id = (SELECT max(" \
	"id) FROM run) AND status = 'finished' AND planned = ok AND ok > 0"
#define ALL 3000 /* nearly all; DOTREC_FAULT_TRIES can ask for more */

static const struct command commands[] = {
	{ .words = "run -q -d x.db small.csv",
	  .db = "x.db",
	  .number = WHOLE,
	  .measures = true,
	  .workers = true,
	  .tries = { 5, ALL } },
	{ .words =
	      "nightly -d x.db -o nights --now " FIXTURE_NIGHT " small.csv",
	  .db = "x.db",
	  .number = WHOLE,
	  .measures = true,
	  .tries = { 1, 500 } },
	{ .words = "report -q -d x.db -o report course",
	  .db = "x.db",
	  .file = "report/course.csv",
	  .tries = { 3, 1000 } },
	{ .words = "report --text -d x.db course",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "query -d x.db speedup",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "list runs -d x.db",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "status --hash -d x.db",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "status --verify -d x.db",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "status --now 2020-03-01T02:00:00Z -d x.db",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "check -d x.db",
	  .db = "x.db",
	  .says = true,
	  .number = "SELECT count(*) FROM verdict",
	  .tries = { 4, ALL } },
	{ .words = "compare -d x.db last~2 last~1",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "export --all -d x.db",
	  .db = "x.db",
	  .says = true,
	  .tries = { 4, ALL } },
	{ .words = "export --all -d x.db -o x.csv",
	  .db = "x.db",
	  .file = "x.csv",
	  .tries = { 4, ALL } },
	{ .words = "import -q -d m.db x.jsonl",
	  .db = "m.db",
	  .hashes = true,
	  .tries = { 4, 2000 } },
	{ .words = "import -q -d m.db others.json "
		   "--started 2020-01-02T03:04:05Z",
	  .db = "m.db",
	  .hashes = true,
	  .tries = { 4, 2000 } },
	{ .words = "merge -q -d m.db x.db",
	  .db = "m.db",
	  .hashes = true,
	  .tries = { 4, 2000 } },
	{ .words = "prune --yes -d p.db",
	  .db = "p.db",
	  .thinned = "sample",
	  .hashes = true,
	  .tries = { 4, 2000 } },
	{ .words = "backup --force -q -d x.db b.db",
	  .db = "x.db",
	  .copy = "b.db",
	  .tries = { 4, ALL } },
	{ .words = "upgrade -q -d o.db",
	  .db = "o.db",
	  .hashes = true,
	  .tries = { 4, 2000 } },
	{ .words = "accept -d x.db -m safer shm/*",
	  .db = "x.db",
	  .number = "SELECT count(*) FROM mark WHERE kind = 'accepted'",
	  .tries = { 4, ALL } },
	{ .words = "exclude -d x.db -m spoilt last",
	  .db = "x.db",
	  .number = "SELECT count(*) FROM mark WHERE kind = 'excluded'",
	  .tries = { 4, ALL } },
	/* so few that the short form tries all of them */
	{ .words = "plan plan.csv", .says = true, .tries = { ALL, ALL } },
	{ .words = "replay history.csv", .says = true, .tries = { 4, ALL } },
	{ .words = "doctor -d x.db",
	  .db = "x.db",
	  .loads = true,
	  .tries = { 1, 300 } },
};

/* One try. */
struct
try {
	const struct command *command;
	enum way way;
	size_t at; /* 0: nothing fails */
	bool forever;

	size_t count, failed; /* calls that could fail, and that did */
	int code;             /* exit code; -1: the command hung */
	char what[600];       /* how to repeat the try, and what failed */
};

static struct inject *inject;
static size_t tries;

/* ---- one try --------------------------------------------------------------- */

static void start_supervised(struct try *t, const char *dir)
{
	struct supervise s = { .who = t->way == WORKERS ? SUPERVISE_WORKERS
							: SUPERVISE_MAIN,
			       .at = t->at,
			       .forever = t->forever };
	struct fault_start start = { .words = t->command->words,
				     .dir = dir,
				     .last = supervise_child,
				     .ctx = &s };
	bool orphans;
	pid_t pid;

	supervise_open(&s);
	pid = fault_start(&start);
	supervise_begin(&s, pid);
	fault_tend(supervise_tend, &s);
	t->code = fault_wait(pid, FAULT_HANG_MS, 2000, &orphans);
	fault_tend(NULL, NULL);
	supervise_close(&s);
	t->count = s.count;
	t->failed = s.failed;
	snprintf(t->what, sizeof(t->what),
		 "'dotrec %s', %s %zu%s fails (%s %.200s)", t->command->words,
		 way_names[t->way], t->at, t->forever ? " and on" : "", s.name,
		 s.detail);
	if (orphans)
		fault_bad(FAULT_LEFT, "%s: a process", t->what);
}

static void start_injected(struct try *t, const char *dir)
{
	const char *top = getenv("top_builddir");
	char file[FAULT_PATH_SIZE], here[FAULT_PATH_SIZE - 40];
	char preload[FAULT_PATH_SIZE + 20];
	char without[] = "DOTREC_BLAS=/nonexistent";
	char *env[] = { file, preload, t->command->loads ? without : NULL,
			NULL };
	struct fault_start start = { .words = t->command->words,
				     .dir = dir,
				     .env = env };
	bool orphans;

	if (!getcwd(here, sizeof(here)))
		fault_die("no current directory");
	snprintf(file, sizeof(file), "DOTREC_INJECT=%s/inject", here);
	snprintf(preload, sizeof(preload),
		 "LD_PRELOAD=%s/tests/fault/inject.so", top);
	memset(inject, 0, sizeof(*inject));
	inject->at = t->at;
	inject->forever = t->forever;
	t->code =
	    fault_wait(fault_start(&start), FAULT_HANG_MS, 2000, &orphans);
	t->count = inject->count;
	t->failed = inject->failed;
	snprintf(t->what, sizeof(t->what), "'dotrec %s', %s %zu%s fails",
		 t->command->words, way_names[t->way], t->at,
		 t->forever ? " and on" : "");
	if (orphans)
		fault_bad(FAULT_LEFT, "%s: a process", t->what);
}

static void start(struct try *t, const char *dir)
{
	if (t->way == ALLOCATIONS)
		start_injected(t, dir);
	else
		start_supervised(t, dir);
}

/* ---- checks after a failure -------------------------------------------------- */

static bool same_file(const char *name)
{
	char a[FAULT_PATH_SIZE], b[FAULT_PATH_SIZE];

	return fault_same(fault_path(a, WORK, name, ""),
			  fault_path(b, DONE, name, ""));
}

static bool same_hash(const char *name)
{
	char a[17], b[17];

	database_hash(WORK, name, a);
	database_hash(DONE, name, b);
	return *a && !strcmp(a, b);
}

static long long number(const struct command *c, const char *dir)
{
	sqlite3 *db = database_copy(dir, c->db);
	long long value = db ? database_number(db, c->number) : -1;

	sqlite3_close(db);
	return value;
}

/* What is wrong with the result, or NULL. */
static const char *incomplete(const struct command *c)
{
	if (c->says && !same_file("out"))
		return "its output differs";
	if (c->file && !same_file(c->file))
		return "its file differs";
	if (c->copy && !same_hash(c->copy))
		return "its copy differs";
	if (c->number && number(c, WORK) != number(c, DONE))
		return "its rows differ";
	if (c->hashes && !same_hash(c->db))
		return "its database differs";
	return NULL;
}

/* libgfortran, which is loaded for BLAS, ends the program with exit code 1 and this
 * message if its first allocation fails. */
static bool is_ended_by_library(const struct try *t, const char *said)
{
	return t->code == 1 &&
	       strstr(said, "Operating system error: Cannot allocate memory");
}

static void check_code(const struct try *t)
{
	const struct command *c = t->command;
	char *said = fault_read(WORK, "err");
	const char *why = NULL;

	if (t->code == -1)
		why = "it hangs";
	else if (t->code >= 128)
		why = "a signal ends it";
	else if (strstr(said, "Sanitizer") || strstr(said, "runtime error"))
		why = "a sanitizer reports an error";
	else if (t->code == 0)
		why = incomplete(c);
	else if (is_ended_by_library(t, said))
		why = NULL;
	else if (t->code != 7 && t->code != 8 &&
		 !(c->measures && (t->code == 3 || t->code == 4)))
		why = "the exit code is wrong";
	if (why)
		fault_bad(FAULT_WRONG, "%s: exit code %d, %s: %s", t->what,
			  t->code, why, said);
	free(said);
}

/* A file must have its final name only when it is complete. */
static void check_files(const struct try *t)
{
	const struct command *c = t->command;
	char path[FAULT_PATH_SIZE], hash[17], old[17];

	if (c->file && !access(fault_path(path, WORK, c->file, ""), F_OK) &&
	    !same_file(c->file))
		fault_bad(FAULT_CORRUPT, "%s: %s is not whole", t->what,
			  c->file);
	if (c->copy && !same_hash(c->copy)) {
		database_hash(WORK, c->copy, hash);
		database_hash(BASE, c->copy, old);
		if (strcmp(hash, old))
			fault_bad(FAULT_CORRUPT, "%s: %s is not whole", t->what,
				  c->copy);
	}
}

static void check_names(const struct try *t)
{
	char *done = fault_names(DONE);

	fault_check_names(t->what, WORK, done, NULL);
	free(done);
}

/* Everything or nothing must have been done. (After a COMMIT failed, either is
 * possible: its sync failed, yet all may have been written.) Returns true if
 * everything was. */
static bool check_done(const struct try *t)
{
	const struct command *c = t->command;
	long long now = number(c, WORK);

	if (now != number(c, BASE) && now != number(c, DONE))
		fault_bad(FAULT_WRONG, "%s: only a part is done, %lld rows",
			  t->what, now);
	return now != number(c, BASE);
}

/* The same command must succeed afterwards. */
static void check_next(const struct try *t, bool twice)
{
	const struct command *c = t->command;
	int code = fault_run(WORK, NULL, c->words);
	const char *why = code ? "its exit code is wrong" : incomplete(c);

	/* accepting or excluding twice is allowed, and gives two rows */
	if (why && !(twice && !code))
		fault_bad(FAULT_WRONG, "%s: then the same again: %s, %d",
			  t->what, why, code);
}

static void check(const struct try *t)
{
	const struct command *c = t->command;
	char before[FAULT_PATH_SIZE];
	bool twice = false;

	check_code(t);
	if (c->db)
		database_check(t->what, WORK, c->db,
			       fault_path(before, BASE, c->db, ""), c->thinned);
	check_files(t);
	if (c->number && !c->measures)
		twice = check_done(t);
	check_next(t, twice);
	check_names(t);
}

/* ---- all tries ---------------------------------------------------------------- */

static bool applies(const struct command *c, enum way way)
{
	return way != WORKERS || c->workers;
}

/* How many of `all` tries are made: at most DOTREC_FAULT_TRIES, if that is set. */
static size_t how_many(const struct command *c, size_t all)
{
	const char *asked = getenv("DOTREC_FAULT_TRIES");
	size_t most = asked ? strtoul(asked, NULL, 10) : c->tries[fault_long()];

	return all < most ? all : most;
}

/* Makes chosen calls of a command fail in one way, each once or from then on (if
 * all are tried, both). */
static void fail_all(const struct command *c, enum way way)
{
	struct try t = { .command = c, .way = way };
	size_t count, number, i;

	fault_copy_all(BASE, DONE);
	start(&t, DONE);
	if (t.code)
		fault_die("an undisturbed '%s' gives %d: %s", c->words, t.code,
			  fault_read(DONE, "err"));
	count = t.count;
	number = how_many(c, 2 * count);
	for (i = 0; i < number; i++) {
		/* all, or a random one of each of `number` equal parts */
		t.at = number == 2 * count
			   ? i / 2 + 1
			   : (i * count + fault_random(count)) / number + 1;
		t.forever = number == 2 * count ? i % 2 : fault_random(2);
		fault_copy_all(BASE, WORK);
		start(&t, WORK);
		tries += t.failed > 0;
		if (t.failed)
			check(&t);
	}
	printf("%-60s %6zu of %6zu: %ss\n", c->words, number, 2 * count,
	       way_names[way]);
}

/* The shim is not built with sanitizers, because their own allocations and calls
 * would fail, too. */
static bool is_possible(void)
{
	char path[FAULT_PATH_SIZE];

	fault_path(path, getenv("top_builddir"), "tests/fault/inject.so", "");
	if (access(path, R_OK)) {
		printf(
		    "skipped: a sanitizer cannot do without its own calls\n");
		return false;
	}
	if (!supervise_possible()) {
		printf("skipped: no seccomp notifications here\n");
		return false;
	}
	return true;
}

/* Maps the memory shared with the shim. */
static void open_inject(void)
{
	int fd = open("inject", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || ftruncate(fd, sizeof(*inject)))
		fault_die("cannot make 'inject'");
	inject = mmap(NULL, sizeof(*inject), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	if (inject == MAP_FAILED)
		fault_die("no shared memory");
	close(fd);
}

int main(int argc, char **argv)
{
	enum way way;
	size_t i;

	fault_begin("calls");
	if (!is_possible())
		return fault_skip();
	fixture_make(BASE);
	open_inject();
	for (way = 0; way < WAYS; way++)
		for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
			if (applies(&commands[i], way) &&
			    (argc < 2 || !strncmp(argv[1], commands[i].words,
						  strlen(argv[1]))))
				fail_all(&commands[i], way);
	return fault_end(tries, "failures");
}
