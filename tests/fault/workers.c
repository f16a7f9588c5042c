/*
 * Workers that are killed, stopped, crash, exit, close their pipes or give half
 * an answer, at every stage of their lives: each costs exactly one repeat, which
 * records the reason, the next repeat is right, and nothing is left behind.
 *
 * 64 cases; all of them, more than 500, with DOTREC_FAULT=long.
 */
#include "base/clock.h"
#include "base/interrupt.h"
#include "proc/shared.h"
#include "run/cell_run.h"
#include "run/counters.h"
#include "strategy/team.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MS       ((int64_t)CLOCK_NS_PER_MS)
#define N        20000 /* elements: a pipe's buffer holds less than half of them */
#define WORKERS  3
#define ROWS     4
#define PATIENCE 20000 /* time-out in ms of repeats that must not time out */
#define HASTE    200   /* time-out in ms of repeats that must time out */
#define SHORT    64    /* cases of the short form */
#define STRIDE   7919  /* a prime, which spreads those over all cases */

/* ---- what can go wrong, and when ---------------------------------------- */

enum { LEAVE_0, LEAVE_3, CLOSE_ALL, NOTES };
#define NOTE(what) (SIGRTMIN + 1 + (what))

static const struct fault {
	const char *name;
	int signal; /* signal that causes it; below zero: NOTE(-1 - signal) */
	enum sample_status status;
	const char *words; /* part of the reason that is recorded */
} faults[] = {
	{ "killed", SIGKILL, SAMPLE_FAILED, "killed by signal 9" },
	{ "crashed", SIGSEGV, SAMPLE_FAILED, "killed by signal 11" },
	{ "aborted", SIGABRT, SAMPLE_FAILED, "killed by signal 6" },
	{ "left with 0", -1 - LEAVE_0, SAMPLE_FAILED, "exited with status 0" },
	{ "left with 3", -1 - LEAVE_3, SAMPLE_FAILED, "exited with status 3" },
	{ "closed all", -1 - CLOSE_ALL, SAMPLE_FAILED, "exited with status " },
	{ "stopped", SIGSTOP, SAMPLE_TIMEOUT, "time-out" },
	{ "stopped for a while", SIGSTOP, SAMPLE_OK, "" },
};

/* When it happens. AT_: the worker does it to itself; FROM_: the caller does it to
 * the worker. */
enum where {
	NOWHERE,
	AT_START,
	AT_READ,
	AT_COMPUTE,
	AT_ANSWER,
	FROM_IDLE,
	FROM_READY,
	FROM_REST,
	FROM_CLOSE
};

static const struct phase {
	const char *name;
	enum where where;
	bool opens; /* the affected repeat also opens the cell */
} phases[] = {
	{ "while opening", AT_START, true },
	{ "before the first answer", AT_COMPUTE, true },
	{ "idle", FROM_IDLE, false },
	{ "awake", FROM_READY, false },
	{ "having half a request", AT_READ, false },
	{ "computing", AT_COMPUTE, false },
	{ "having given half an answer", AT_ANSWER, false },
	{ "before it rests", FROM_REST, false },
	{ "while closing", FROM_CLOSE, false },
};

struct fault_case {
	const struct strategy *strategy;
	const struct phase *phase;
	const struct fault *fault;
	unsigned victim, chunks;
	struct cell cell;
};

static bool for_a_while(const struct fault *f)
{
	return f->signal == SIGSTOP && f->status == SAMPLE_OK;
}

static bool by_pipe(const struct strategy *s)
{
	return s->flags & (STRATEGY_SPAWNS | STRATEGY_COPIES);
}

/* Whether such a worker exists at such a moment. */
static bool can_be(const struct fault_case *c)
{
	unsigned flags = c->strategy->flags;

	if (!c->victim && !(flags & STRATEGY_WAITS))
		return false; /* the caller itself is worker 0 */
	if (c->phase->where == AT_READ)
		return flags & STRATEGY_COPIES;
	return !(flags & STRATEGY_SPAWNS) || c->phase->where < FROM_IDLE;
}

/* Whether the fault must not affect any repeat. */
static bool harmless(const struct fault_case *c)
{
	return c->phase->where == FROM_CLOSE || for_a_while(c->fault) ||
	       (c->fault->signal == -1 - CLOSE_ALL && !by_pipe(c->strategy));
}

/* ---- done by a worker to itself ------------------------------------------- */

/* In memory shared by all processes. */
struct trap {
	_Atomic int where; /* enum where; NOWHERE once it has sprung */
	_Atomic int pid[WORKERS], sprung, paused;
	int victim, signal;
	bool for_a_while;
};

static struct trap *trap;
static pid_t caller;
static int self = -1; /* in a worker: its number */
static bool computed; /* in a worker: it answers next */
static void (*real_add)(struct fold *, const void *, const void *, size_t);

/* The linker replaces the real functions by these (--wrap). */
void __wrap_team_place(const struct team *team, unsigned w);
int __wrap_pin_here(void);
ssize_t __wrap_read(int fd, void *bytes, size_t len);
ssize_t __wrap_write(int fd, const void *bytes, size_t len);
void __wrap_counters_begin(struct counters_mark *mark);
void __wrap_counters_end(const struct counters_mark *mark, struct noise *noise);
void __real_team_place(const struct team *team, unsigned w);
int __real_pin_here(void);
ssize_t __real_read(int fd, void *bytes, size_t len);
ssize_t __real_write(int fd, const void *bytes, size_t len);
void __real_counters_begin(struct counters_mark *mark);
void __real_counters_end(const struct counters_mark *mark, struct noise *noise);

static void on_note(int number)
{
	int fd;

	if (number == NOTE(LEAVE_0))
		_exit(0);
	if (number == NOTE(LEAVE_3))
		_exit(3);
	for (fd = 3; fd < 256; fd++)
		close(fd);
}

static bool due(enum where where)
{
	return self == trap->victim && atomic_load(&trap->where) == (int)where;
}

static void spring(void)
{
	atomic_store(&trap->where, NOWHERE);
	atomic_store(&trap->sprung, 1);
	if (trap->for_a_while)
		atomic_store(&trap->paused, getpid());
	raise(trap->signal);
	atomic_store(&trap->paused, 0);
}

/* Continues a worker that is stopped for a while. */
static void *wake_paused(void *ctx)
{
	const struct timespec tick = { 0, 2 * MS };
	int pid;

	for (;;) {
		nanosleep(&tick, NULL);
		pid = atomic_load(&trap->paused);
		if (pid > 0)
			kill(pid, SIGCONT);
	}
	return ctx;
}

void __wrap_team_place(const struct team *team, unsigned w)
{
	if (getpid() != caller && w < WORKERS) {
		self = (int)w;
		atomic_store(&trap->pid[w], getpid());
		if (due(AT_START))
			spring();
	}
	__real_team_place(team, w);
}

static void trapped_add(struct fold *fold, const void *x, const void *y,
			size_t n)
{
	if (due(AT_COMPUTE))
		spring();
	computed = self >= 0;
	real_add(fold, x, y, n);
}

/* A worker of a pool over shared memory has stored its fold, but not reported it. */
int __wrap_pin_here(void)
{
	if (computed && due(AT_ANSWER))
		spring();
	return __real_pin_here();
}

ssize_t __wrap_write(int fd, const void *bytes, size_t len)
{
	ssize_t put;

	if (!computed || !due(AT_ANSWER) || len < 2)
		return __real_write(fd, bytes, len);
	put = __real_write(fd, bytes, len / 2);
	spring();
	return put;
}

ssize_t __wrap_read(int fd, void *bytes, size_t len)
{
	ssize_t got;

	if (!due(AT_READ) || len < 1000)
		return __real_read(fd, bytes, len);
	got = __real_read(fd, bytes, len / 2);
	spring();
	return got;
}

/* ---- done by the caller --------------------------------------------------- */

static struct fault_case *current;

static void strike(enum where where)
{
	const struct timespec moment = { 0, 5 * MS };
	pid_t pid = atomic_load(&trap->pid[trap->victim]);

	if (getpid() != caller || atomic_load(&trap->where) != (int)where ||
	    !pid)
		return;
	atomic_store(&trap->where, NOWHERE);
	atomic_store(&trap->sprung, 1);
	kill(pid, trap->signal);
	if (trap->for_a_while) {
		nanosleep(&moment, NULL);
		kill(pid, SIGCONT);
	}
	if (current->fault->status == SAMPLE_TIMEOUT)
		current->cell.timeout_ms = HASTE;
}

void __wrap_counters_begin(struct counters_mark *mark)
{
	strike(FROM_READY);
	__real_counters_begin(mark);
}

void __wrap_counters_end(const struct counters_mark *mark, struct noise *noise)
{
	__real_counters_end(mark, noise);
	strike(FROM_REST);
}

static void arm(struct fault_case *c)
{
	const struct fault *f = c->fault;

	current = c;
	trap->victim = (int)c->victim;
	trap->signal = f->signal < 0 ? NOTE(-1 - f->signal) : f->signal;
	trap->for_a_while = for_a_while(f);
	atomic_store(&trap->sprung, 0);
	atomic_store(&trap->where, c->phase->where);
	/* a fault after the repeat must not shorten the repeat's time-out */
	if (f->status == SAMPLE_TIMEOUT && c->phase->where != FROM_REST)
		c->cell.timeout_ms = HASTE;
	strike(FROM_IDLE);
	strike(FROM_CLOSE);
}

static void disarm(struct fault_case *c)
{
	atomic_store(&trap->where, NOWHERE);
	atomic_store(&trap->paused, 0);
	c->cell.timeout_ms = PATIENCE;
}

/* ---- what must not be left behind ----------------------------------------- */

static size_t entries(const char *path)
{
	DIR *d = opendir(path);
	size_t count = 0;

	while (d && readdir(d))
		count++;
	if (d)
		closedir(d);
	return count;
}

struct inventory {
	size_t files, threads;
	bool children; /* there are any, zombies included */
};

static struct inventory look(void)
{
	struct inventory now = { .files = entries("/proc/self/fd"),
				 .threads = entries("/proc/self/task") };

	now.children = waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
	return now;
}

/* ---- one case ------------------------------------------------------------- */

static struct stage stage;
static struct kernel kernel;
static uint64_t serial_bits;

static struct cell_run make_slot(struct fault_case *c,
				 struct sample samples[ROWS])
{
	struct cell_run slot = { .cell = &c->cell,
				 .strategy = c->strategy,
				 .kernel = &kernel,
				 .samples = samples,
				 .mark_every = 1, /* as after settling */
				 .calls_given = true };
	uint32_t i;

	memset(samples, 0, ROWS * sizeof(*samples));
	for (i = 0; i < ROWS; i++)
		samples[i].repeat = i;
	slot.record.calls = 3;
	slot.record.repeats = ROWS;
	cell_run_expect(&slot, &stage);
	return slot;
}

static void set_cell(struct fault_case *c)
{
	struct cell *cell = &c->cell;

	memset(cell, 0, sizeof(*cell));
	snprintf(cell->strategy, sizeof(cell->strategy), "%s",
		 c->strategy->name);
	strcpy(cell->kernel, "native");
	strcpy(cell->dtype, "f64");
	strcpy(cell->placement, "free");
	cell->n = N;
	cell->workers = WORKERS;
	cell->chunks = c->chunks;
	cell->repeats = ROWS;
	cell->timeout_ms = PATIENCE;
}

static bool is_right(const struct sample *s)
{
	return s->status == SAMPLE_OK && s->has_result &&
	       sample_bits(s->result) == serial_bits && s->total_ns > 0;
}

/* Whether the row records the fault and the worker. */
static bool tells(const struct fault_case *c, const struct sample *s)
{
	char who[60];

	if (s->status != c->fault->status ||
	    !strstr(s->reason, c->fault->words))
		return false;
	snprintf(who, sizeof(who), "worker %u (process %d)", c->victim,
		 atomic_load(&trap->pid[c->victim]));
	return s->status == SAMPLE_TIMEOUT || strstr(s->reason, who);
}

/* Measures the rows; returns how many record the fault, or -1 if one is wrong in
 * another way; *bad is then its number. */
static int measure(struct fault_case *c, struct cell_run *slot, uint32_t *bad)
{
	struct sample *s = slot->samples;
	uint32_t i = 0;
	int told = 0;

	if (!c->phase->opens) {
		cell_run_measure(slot, &stage, i++);
		if (!is_right(s))
			return *bad = 0, -1;
	}
	arm(c);
	if (c->phase->where == FROM_CLOSE)
		cell_run_close(slot);
	for (; i < ROWS; i++) {
		cell_run_measure(slot, &stage, i);
		*bad = i;
		if (is_right(&s[i])) {
			if (c->phase->where != FROM_REST)
				disarm(c);
		} else if (!told && tells(c, &s[i])) {
			told++;
			disarm(c);
		} else {
			return -1;
		}
	}
	return told;
}

/* Prints what is wrong; returns whether something is. */
static bool try_case(struct fault_case *c, const struct inventory *before,
		     bool *left)
{
	struct sample samples[ROWS];
	struct cell_run slot;
	struct inventory after;
	uint32_t bad = 0;
	int told, wanted = !harmless(c);
	bool wrong;

	set_cell(c);
	slot = make_slot(c, samples);
	told = measure(c, &slot, &bad);
	wrong = told != wanted || !atomic_load(&trap->sprung);
	disarm(c);
	cell_run_close(&slot);
	after = look();
	*left = after.children || after.files != before->files ||
		after.threads != before->threads;
	if (wrong || *left)
		printf("%s, %u chunks, worker %u %s %s: %d rows record it, "
		       "not %d; row %" PRIu32 ": %s, '%s'%s%s\n",
		       c->strategy->name, c->chunks, c->victim, c->fault->name,
		       c->phase->name, told, wanted, bad,
		       sample_status_name(samples[bad].status),
		       samples[bad].reason,
		       atomic_load(&trap->sprung) ? "" : "; it never happened",
		       *left ? "; something is left" : "");
	fflush(stdout);
	return wrong;
}

/* ---- all cases -------------------------------------------------------------- */

/* Makes the n-th case; false after the last. */
static bool nth_case(size_t n, struct fault_case *c)
{
	static const char *const strategies[] = { "fork", "pipe", "shm",
						  "ring" };
	const size_t nfaults = sizeof(faults) / sizeof(*faults);
	const size_t nphases = sizeof(phases) / sizeof(*phases);

	c->fault = &faults[n % nfaults];
	n /= nfaults;
	c->phase = &phases[n % nphases];
	n /= nphases;
	c->strategy = strategy_find(strategies[n % 4]);
	n /= 4;
	c->victim = (unsigned)(n % WORKERS);
	n /= WORKERS;
	c->chunks = 1 + (unsigned)n;
	return n < 2;
}

static bool make_stage(struct shared *memory)
{
	size_t bytes = N * sizeof(double);
	struct err err = { 0 };
	char *y;

	if (shared_open(memory, 2 * bytes, &err))
		return false;
	y = (char *)memory->data + bytes;
	fill_vector(DTYPE_F64, 7, 0, 0, N, memory->data);
	fill_vector(DTYPE_F64, 7, 1, 0, N, y);
	stage.vectors[PLAN_MEMORY_PLAIN] =
	    (struct vectors){ .x = memory->data, .y = y, .n = N };
	pin_find(&stage.vectors[PLAN_MEMORY_PLAIN].cpus);
	reference_dot(DTYPE_F64, memory->data, y, N, &stage.reference);
	stage.started_ns = clock_ns();
	kernel = *kernel_find("native", "f64");
	serial_bits = sample_bits(kernel.dot(memory->data, y, N));
	real_add = kernel.add;
	kernel.add = trapped_add;
	return !shared_freeze(memory, &err);
}

static bool prepare(struct shared *vectors, struct shared *traps)
{
	struct sigaction action = { .sa_handler = on_note,
				    .sa_flags = SA_RESTART };
	pthread_t waker;
	int what;

	if (!make_stage(vectors) || shared_open(traps, sizeof(*trap), NULL))
		return false;
	trap = traps->data;
	caller = getpid();
	interrupt_ignore_pipes();
	signal(SIGSEGV, SIG_DFL); /* without the handler of a sanitizer */
	signal(SIGABRT, SIG_DFL);
	for (what = 0; what < NOTES; what++)
		sigaction(NOTE(what), &action, NULL);
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	return !pthread_create(&waker, NULL, wake_paused, NULL);
}

int main(void)
{
	const char *form = getenv("DOTREC_FAULT");
	size_t n, possible = 0, cases = 0, wrong = 0, left = 0, most, shm, k;
	struct fault_case c = { 0 };
	struct shared vectors = { 0 }, traps = { 0 };
	struct inventory before;
	bool some_left;

	if (form && !strcmp(form, "no")) {
		puts("skipped: DOTREC_FAULT is no");
		return 77;
	}
	if (!prepare(&vectors, &traps)) {
		perror("workers");
		return EXIT_FAILURE;
	}
	for (n = 0; nth_case(n, &c); n++)
		possible += can_be(&c);
	most = form && !strcmp(form, "long") ? possible : SHORT;
	shm = entries("/dev/shm");
	before = look();
	for (n = k = 0; nth_case(n, &c); n++) {
		if (!can_be(&c) || k++ * STRIDE % possible >= most)
			continue;
		cases++;
		wrong += try_case(&c, &before, &some_left);
		left += some_left;
		/* reported once, not again in all later cases */
		if (some_left)
			before = look();
	}
	/* other programs may have made a few entries */
	left += entries("/dev/shm") >= shm + 20;
	shared_close(&vectors);
	printf("fault: workers: %zu cases, %zu wrong, %zu left behind\n", cases,
	       wrong, left);
	return wrong || left ? EXIT_FAILURE : EXIT_SUCCESS;
}
