/*
 * SIGKILL for dotrec, or for its whole process group, at any moment: committed
 * data are kept, nothing is left behind, and the next command completes the work.
 */
#include "database.h"
#include "fault.h"
#include "fixture.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BASE "base" /* the fixture */
#define WORK "work" /* a copy of it, in which commands are killed */
#define DONE "done" /* a copy of it, in which the command was not killed */

#define PATIENCE_MS 2000
#define BLOCKS      4 /* of the plan */
#define IN_A_ROW    3 /* kills in the same directory */

/* One kill of a command. */
struct killed {
	char what[200]; /* how to repeat it */
	int64_t at_ns;
	int block;    /* count at_ns from the end of this block; 0: the start */
	bool group;   /* kill the whole process group */
	bool in_time; /* result: the command had not ended before */
};

/* A command that is killed. */
struct victim {
	const char *words, *name;
	const char *db;      /* the database that it writes or reads */
	const char *thinned; /* see database_check() */
	unsigned every_ms;   /* long form: one kill in each of these first ms */
	unsigned spread[2];  /* kills spread over its duration: short, long */
	unsigned blocks[2];  /* kills soon after the end of a block */
	/* checks what is left, and completes the work */
	void (*go_on)(const struct victim *v, const struct killed *k);
};

static char *done_names; /* all files after an undisturbed command */
static char done_hash[17], old_backup[17], new_backup[17];
static size_t kills;

/* ---- what is left, and the next command ---------------------------------- */

#define NIGHTS     "SELECT count(*) FROM v_night"
#define UNFINISHED "SELECT count(*) FROM run WHERE status <> 'finished'"
#define MISSING    "SELECT total(missing) FROM v_account_run"
#define WHICH      "SELECT id FROM run WHERE status <> 'finished'"

static long long number(const char *sql)
{
	sqlite3 *db = database_copy(WORK, "x.db");
	long long value = db ? database_number(db, sql) : -1;

	sqlite3_close(db);
	return value;
}

/* Runs the next command, which must exit with `wanted`. */
static void next(const struct killed *k, const char *words, const char *path,
		 int wanted)
{
	int code = fault_run(WORK, path, words);
	char *said;

	if (code == wanted)
		return;
	said = fault_read(WORK, "err");
	fault_bad(FAULT_WRONG, "%s: then 'dotrec %s' gives %d, not %d: %s",
		  k->what, words, code, wanted, said);
	free(said);
}

/* Every block that the killed run reported as done must be stored. */
static void check_blocks(const struct killed *k)
{
	char *said = fault_read(WORK, "err"), *at = said;
	long long told = 0, stored;

	while ((at = strstr(at, "block "))) {
		at += 6;
		told = strtoll(at, NULL, 10);
	}
	stored = number("SELECT count(*) FROM (SELECT 1 FROM v_account AS a "
			"JOIN cell AS c ON c.id = a.cell_id "
			"JOIN series AS s ON s.id = c.series_id "
			"WHERE a.run_id = (SELECT max(id) FROM run) "
			"GROUP BY s.n HAVING sum(missing) = 0)");
	if (told && stored < told)
		fault_bad(FAULT_LOST,
			  "%s: %lld blocks were reported, %lld are stored",
			  k->what, told, stored);
	free(said);
}

/* What became of all runs. */
static void tell_runs(const struct killed *k)
{
	sqlite3 *db = database_copy(WORK, "x.db");
	char *text =
	    db ? database_text(db, "SELECT run_id, r.status, a.missing, "
				   "r.started_utc, r.reason, r.machine_id, "
				   "r.build_id, r.resumed FROM v_account_run "
				   "AS a JOIN run AS r ON r.id = a.run_id")
	       : NULL;

	fault_bad(FAULT_WRONG, "%s: a run is not whole:\n%s", k->what,
		  text ? text : "");
	free(text);
	sqlite3_close(db);
}

static void check_whole(const struct killed *k, long long nights)
{
	if (number(UNFINISHED) || number(MISSING))
		tell_runs(k);
	if (number(NIGHTS) != nights)
		fault_bad(FAULT_WRONG, "%s: %lld nights, not %lld", k->what,
			  number(NIGHTS), nights);
}

/* Resumes the run to its end; then a night must succeed. */
static void after_run(const struct victim *v, const struct killed *k)
{
	long long nights, which;
	char words[200];

	(void)v;
	check_blocks(k);
	which = number(WHICH);
	if (which > 0) {
		snprintf(words, sizeof(words), "run -q -d x.db --resume %lld",
			 which);
		next(k, words, FIXTURE_BARE, 0);
	}
	nights = number(NIGHTS);
	check_whole(k, nights);
	snprintf(words, sizeof(words),
		 "nightly -d x.db -o nights --now 2020-04-%02lldT01:00:00Z "
		 "plan.csv",
		 nights);
	next(k, words, FIXTURE_BARE, 8); /* gnuplot is not there */
	check_whole(k, nights + 1);
}

/* Repeats or resumes the same night. */
static void after_night(const struct victim *v, const struct killed *k)
{
	next(k, v->words, FIXTURE_BARE, 8);
	check_whole(k, 3);
}

/* The backup must be the old or the new one, never something in between. */
static void after_backup(const struct victim *v, const struct killed *k)
{
	char hash[17];

	database_hash(WORK, "b.db", hash);
	if (strcmp(hash, old_backup) && strcmp(hash, new_backup))
		fault_bad(FAULT_CORRUPT,
			  "%s: the backup is neither the old nor the new one",
			  k->what);
	next(k, v->words, NULL, 0);
	database_hash(WORK, "b.db", hash);
	if (strcmp(hash, new_backup))
		fault_bad(FAULT_WRONG, "%s: then the backup is wrong", k->what);
}

static void after_other(const struct victim *v, const struct killed *k)
{
	char hash[17];

	next(k, v->words, NULL, 0);
	database_hash(WORK, v->db, hash);
	if (strcmp(hash, done_hash))
		fault_bad(FAULT_WRONG,
			  "%s: not the content of an undisturbed "
			  "'%s'",
			  k->what, v->name);
}

/* ---- what is killed ------------------------------------------------------ */

static const struct victim victims[] = {
	{ .name = "run",
	  .words = "run -d x.db plan.csv",
	  .db = "x.db",
	  .every_ms = 300,
	  .spread = { 3, 30 },
	  .blocks = { 4, 40 },
	  .go_on = after_run },
	{ .name = "nightly",
	  .words =
	      "nightly -v -d x.db -o nights --now " FIXTURE_NIGHT " plan.csv",
	  .db = "x.db",
	  .every_ms = 300,
	  .spread = { 4, 60 },
	  .blocks = { 3, 40 },
	  .go_on = after_night },
	{ .name = "report",
	  .words = "report -q -d x.db -o report",
	  .db = "x.db",
	  .spread = { 3, 70 },
	  .go_on = after_other },
	{ .name = "merge",
	  .words = "merge -q -d m.db x.db",
	  .db = "m.db",
	  .spread = { 5, 60 },
	  .go_on = after_other },
	{ .name = "import",
	  .words = "import -q -d m.db x.jsonl",
	  .db = "m.db",
	  .spread = { 5, 60 },
	  .go_on = after_other },
	{ .name = "prune",
	  .words = "prune --yes -d p.db",
	  .db = "p.db",
	  .thinned = "sample",
	  .spread = { 5, 60 },
	  .go_on = after_other },
	{ .name = "backup",
	  .words = "backup --force -d x.db b.db",
	  .db = "x.db",
	  .spread = { 5, 60 },
	  .go_on = after_backup },
	{ .name = "upgrade",
	  .words = "upgrade -q -d o.db",
	  .db = "o.db",
	  .spread = { 5, 60 },
	  .go_on = after_other },
};

/* ---- killing -------------------------------------------------------------- */

/* Whether the number stands in the name, not as a part of another number. */
static bool names_number(const char *name, const char *number)
{
	size_t len = strlen(number);
	const char *at = name;

	for (; (at = strstr(at, number)); at++)
		if ((at == name || !isdigit((unsigned char)at[-1])) &&
		    !isdigit((unsigned char)at[len]))
			return true;
	return false;
}

/* Whether the command with that process would give a file that name: by its number, or
 * as one of its temporaries. (Peers and benchmarks that run beside the test have files
 * with other names.) */
static bool is_named_by(const char *name, pid_t pid)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", (int)pid);
	return names_number(name, number) || !strncmp(name, ".dotrec-", 8);
}

/* Reports shared memory that the killed process has left since its start. */
static void check_shared(const struct killed *k, pid_t pid, time_t since)
{
	DIR *dir = opendir("/dev/shm");
	struct dirent *entry;
	struct stat file;

	while (dir && (entry = readdir(dir)))
		if (is_named_by(entry->d_name, pid) &&
		    !fstatat(dirfd(dir), entry->d_name, &file,
			     AT_SYMLINK_NOFOLLOW) &&
		    file.st_ctime >= since)
			fault_bad(FAULT_LEFT, "%s: /dev/shm/%s", k->what,
				  entry->d_name);
	if (dir)
		closedir(dir);
}

/* Waits until the run in WORK reports that block as done, or ends. */
static void wait_for_block(pid_t pid, int block)
{
	struct timespec nap = { 0, 200000 };
	char word[20], *said;
	siginfo_t end = { 0 };
	bool told = !block;

	snprintf(word, sizeof(word), "block %d of", block);
	while (!told && !end.si_pid) {
		waitid(P_PID, (id_t)pid, &end, WEXITED | WNOHANG | WNOWAIT);
		said = fault_read(WORK, "err");
		told = strstr(said, word);
		free(said);
		nanosleep(&nap, NULL);
	}
}

/* Starts the command, kills it at k->at_ns after its start or after k->block, and
 * reports processes and shared memory that are left. */
static void kill_it(const struct victim *v, struct killed *k)
{
	struct fault_start start = { .words = v->words, .dir = WORK };
	int64_t until = fault_now() + k->at_ns;
	time_t since = time(NULL);
	struct timespec t;
	pid_t pid = fault_start(&start);
	bool orphans;
	int code;

	if (k->block) {
		wait_for_block(pid, k->block);
		until = fault_now() + k->at_ns;
	}
	t.tv_sec = until / 1000000000;
	t.tv_nsec = until % 1000000000;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) ==
	       EINTR)
		;
	kill(k->group ? -pid : pid, SIGKILL);
	code = fault_wait(pid, FAULT_HANG_MS, PATIENCE_MS, &orphans);
	k->in_time = code == 128 + SIGKILL;
	if (orphans)
		fault_bad(FAULT_LEFT, "%s: a process", k->what);
	check_shared(k, pid, since);
	kills++;
}

/* Whether the file belongs to the reports of the night that follows a run. */
static bool is_of_nights(const char *name)
{
	return !strncmp(name, "nights", 6) && !strstr(name, "/.");
}

static void one(const struct victim *v, struct killed *k)
{
	char db[FAULT_PATH_SIZE], block[40] = "";

	if (k->block)
		snprintf(block, sizeof(block), " behind block %d", k->block);
	snprintf(k->what, sizeof(k->what), "%s, %s killed after %.3f ms%s",
		 v->name, k->group ? "group" : "process",
		 (double)k->at_ns / 1e6, block);
	fault_copy(fault_path(db, WORK, v->db, ""), "before.db");
	kill_it(v, k);
	database_check(k->what, WORK, v->db, "before.db", v->thinned);
	v->go_on(v, k);
	database_check(k->what, WORK, v->db, "before.db", v->thinned);
	fault_check_names(k->what, WORK, done_names, is_of_nights);
}

/* Runs the command undisturbed, keeps hashes and names of the result, and returns
 * how many ns it took. */
static int64_t undisturbed(const struct victim *v)
{
	int64_t took;
	int code;

	fault_copy_all(BASE, DONE);
	took = fault_now();
	code = fault_run(DONE, NULL, v->words);
	took = fault_now() - took;
	if (code)
		fault_die("an undisturbed '%s' gives %d: %s", v->name, code,
			  fault_read(DONE, "err"));
	database_hash(DONE, v->db, done_hash);
	database_hash(BASE, "b.db", old_backup);
	database_hash(DONE, "b.db", new_backup);
	free(done_names);
	done_names = fault_names(DONE);
	return took;
}

/* Chooses the i-th kill of a command that takes `took` ns; false after the last. */
static bool choose(const struct victim *v, unsigned i, int64_t took,
		   struct killed *k)
{
	unsigned every = fault_long() ? v->every_ms : 0;
	unsigned spread = v->spread[fault_long()];
	unsigned blocks = v->blocks[fault_long()];

	memset(k, 0, sizeof(*k));
	k->group = i % 2;
	if (i < every) {
		k->at_ns = (i + 1) * INT64_C(1000000);
	} else if (i < every + spread) { /* random within equal parts */
		k->at_ns = took / (1000 * spread) *
			   (1000 * (i - every) + (int64_t)fault_random(1000));
	} else {
		k->block = 1 + (int)((i - every - spread) % BLOCKS);
		k->at_ns = (int64_t)fault_random(20000000);
	}
	return i < every + spread + blocks;
}

static void suffer(const struct victim *v)
{
	int64_t took = undisturbed(v);
	size_t before = kills, in_time = 0;
	struct killed k;
	unsigned i;

	for (i = 0; choose(v, i, took, &k); i++) {
		if (i % IN_A_ROW == 0 || v->go_on == after_other)
			fault_copy_all(BASE, WORK);
		one(v, &k);
		in_time += k.in_time;
	}
	printf("%-8s %4zu kills, %zu of them before its end, which is after "
	       "%.0f ms\n",
	       v->name, kills - before, in_time, (double)took / 1e6);
}

int main(int argc, char **argv)
{
	size_t i;

	fault_begin("crash");
	fixture_make(BASE);
	for (i = 0; i < sizeof(victims) / sizeof(victims[0]); i++)
		if (argc < 2 || !strcmp(argv[1], victims[i].name))
			suffer(&victims[i]);
	free(done_names);
	return fault_end(kills, "kills");
}
