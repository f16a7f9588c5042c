/* Tests of the contract in strategy.h, for every strategy in the table. */
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/sys.h"
#include "kernel/fill.h"
#include "proc/child.h"
#include "proc/shared.h"
#include "strategy/strategy.h"

#include "system.h"
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MS    ((int64_t)CLOCK_NS_PER_MS)
#define N_MAX 5000

/* Fewer rounds where processes are expensive: under a sanitizer, and under qemu. Its
 * version 7.2 never frees the 280 KiB that it has for each thread, so that every fork()
 * of a process which had threads is slower than the one before: 3 ms at first, 60 ms
 * after 4000 threads. */
#define ROUNDS(many) (UNIT_ASAN || unit_emulated() ? (many) / 10 : (many))

/* Vectors as the runner makes them, one pair per type: in shared memory,
 * read-only, 64-byte aligned. */
static struct shared memory[DTYPE_COUNT];
static struct vectors vectors[DTYPE_COUNT];

/* Sets signals up as the program does: writing to a lost worker is an error of
 * write(), and an interrupt is only noted. */
static void prepare(void)
{
	interrupt_ignore_pipes();
	interrupt_install();
}

static bool vectors_make(void)
{
	int dtype;

	for (dtype = 0; dtype < DTYPE_COUNT; dtype++) {
		size_t bytes =
		    (N_MAX * dtype_table[dtype].bytes + 63) / 64 * 64;
		struct shared *m = &memory[dtype];
		char *y;

		if (shared_open(m, 2 * bytes, NULL))
			return false;
		y = (char *)m->data + bytes;
		fill_vector((enum dtype)dtype, 7, 0, 0, N_MAX, m->data);
		fill_vector((enum dtype)dtype, 7, 1, 0, N_MAX, y);
		if (shared_freeze(m, NULL))
			return false;
		vectors[dtype].x = m->data;
		vectors[dtype].y = (char *)m->data + bytes;
		pin_find(&vectors[dtype].cpus);
	}
	return true;
}

/* ---- one cell ---------------------------------------------------------- */

struct setup {
	const struct strategy *strategy;
	const struct kernel *kernel;
	struct cell cell;
	struct vectors vectors;
	void *state;
	char name[PLAN_SERIES_SIZE]; /* for messages */
};

static struct setup set_up(const struct strategy *s, const struct kernel *k,
			   size_t n, unsigned workers, unsigned chunks)
{
	struct setup u = { .strategy = s, .kernel = k };

	if (s->flags & STRATEGY_ONE_WORKER)
		workers = chunks = 1;
	snprintf(u.cell.strategy, sizeof(u.cell.strategy), "%s", s->name);
	snprintf(u.cell.kernel, sizeof(u.cell.kernel), "%s", k->name);
	strcpy(u.cell.dtype, dtype_table[k->dtype].name);
	strcpy(u.cell.placement, "free");
	u.cell.n = n;
	u.cell.workers = workers;
	u.cell.chunks = chunks;
	u.cell.repeats = 1;
	u.cell.timeout_ms = PLAN_DEFAULT_MS;
	u.vectors = vectors[k->dtype];
	u.vectors.n = n;
	plan_series(&u.cell, u.name);
	return u;
}

static int open_cell(struct setup *u, struct err *err)
{
	return u->strategy->open(&u->state, &u->cell, u->kernel, &u->vectors,
				 err);
}

static void must_open(struct setup *u)
{
	struct err err = { 0 };

	unit_must(!open_cell(u, &err), "%s: %s", u->name, err.text);
}

static void close_cell(struct setup *u)
{
	u->strategy->close(u->state);
	u->state = NULL;
}

/* One turn as the runner takes it; after a failure only close() is allowed. */
static int turn(struct setup *u, uint32_t calls, uint32_t mark_every,
		int64_t wait_ns, struct sample *sample, struct err *err)
{
	struct request request = { calls, mark_every, clock_ns() + wait_ns };

	memset(sample, 0, sizeof(*sample));
	if (u->strategy->probe && u->strategy->probe(u->state, err))
		return -1;
	if (u->strategy->ready &&
	    u->strategy->ready(u->state, request.deadline_ns, err))
		return -1;
	if (u->strategy->once(u->state, &request, sample, err))
		return -1;
	if (u->strategy->rest)
		u->strategy->rest(u->state);
	return 0;
}

/* Checks what must hold for the samples of all strategies. */
static void check_sample(const struct setup *u, uint32_t calls,
			 uint32_t mark_every, const struct sample *s)
{
	unsigned flags = u->strategy->flags;
	struct reference ref;
	double dot;

	unit_must(s->total_ns > 0 &&
		      s->total_ns == s->spawn_ns + s->dispatch_ns +
					 s->compute_ns + s->collect_ns,
		  "%s: phases %" PRId64 " + %" PRId64 " + %" PRId64
		  " + %" PRId64 " are not %" PRId64,
		  u->name, s->spawn_ns, s->dispatch_ns, s->compute_ns,
		  s->collect_ns, s->total_ns);
	unit_must(s->spawn_ns >= 0 && s->dispatch_ns >= 0 &&
		      s->compute_ns >= 0 && s->collect_ns >= 0 &&
		      s->skew_ns >= 0 && s->skew_ns <= s->total_ns,
		  "%s: a phase below zero", u->name);
	unit_must(s->mark_every == 1 || s->mark_every == mark_every,
		  "%s: marked every %u", u->name, s->mark_every);
	unit_must(s->active <= u->cell.workers, "%s: %u workers had work",
		  u->name, s->active);
	unit_must(flags & STRATEGY_SPAWNS || s->spawn_ns == 0,
		  "%s: made processes", u->name);
	unit_must(!(flags & STRATEGY_COPIES) ||
		      s->sent_bytes >= (uint64_t)calls * 2 * u->vectors.n *
					   dtype_table[u->kernel->dtype].bytes,
		  "%s: %" PRIu64 " bytes sent", u->name, s->sent_bytes);
	unit_must(s->has_result == !(flags & STRATEGY_NO_RESULT),
		  "%s: has_result is %d", u->name, s->has_result);
	if (flags & STRATEGY_NO_RESULT)
		return;
	unit_must(s->active >= 1, "%s: nobody had work", u->name);
	unit_must(!s->differs, "%s: the calls differ", u->name);
	dot = u->kernel->dot(u->vectors.x, u->vectors.y, u->vectors.n);
	if (u->kernel->flags & KERNEL_FIXED_ORDER)
		unit_must(sample_bits(s->result) == sample_bits(dot),
			  "%s: %a, serial %a", u->name, s->result, dot);
	reference_dot(u->kernel->dtype, u->vectors.x, u->vectors.y,
		      u->vectors.n, &ref);
	unit_must(fabs(s->result - ref.value) <= ref.bound,
		  "%s: %a, not %a +- %a", u->name, s->result, ref.value,
		  ref.bound);
}

static void must_turn(struct setup *u, uint32_t calls, uint32_t mark_every)
{
	struct sample sample;
	struct err err = { 0 };

	unit_must(!turn(u, calls, mark_every, 60000 * MS, &sample, &err),
		  "%s: %s", u->name, err.text);
	check_sample(u, calls, mark_every, &sample);
}

/* ---- leftovers --------------------------------------------------------- */

#define CHILDREN_MAX 128

struct relatives {
	pid_t pid[CHILDREN_MAX];
	size_t count;
};

/* The children of this process, from /proc. */
static void look_for_children(struct relatives *r)
{
	struct dirent *entry;
	DIR *d = opendir("/proc");
	char path[300], line[1000], *p;
	pid_t parent;
	FILE *f;

	memset(r, 0, sizeof(*r));
	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
		f = fopen(path, "re");
		p = f && fgets(line, sizeof(line), f) ? strrchr(line, ')')
						      : NULL;
		if (f)
			fclose(f);
		if (!p || r->count == CHILDREN_MAX ||
		    sscanf(p + 2, "%*c %d", &parent) != 1 || parent != getpid())
			continue;
		r->pid[r->count++] = (pid_t)strtol(entry->d_name, NULL, 10);
	}
	if (d)
		closedir(d);
}

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

/* Checks that no child is left, not even one that waits to be reaped. */
static void no_children(const char *name)
{
	pid_t pid = waitpid(-1, NULL, WNOHANG);

	unit_must(pid == -1 && errno == ECHILD, "%s: child %d is left", name,
		  (int)pid);
}

/* Walks the strategies that can run here. */
static const struct strategy *next_strategy(size_t *i)
{
	while (strategy_table[*i])
		if (!strategy_missing(strategy_table[(*i)++]))
			return strategy_table[*i - 1];
	return NULL;
}

static const struct kernel *native(void)
{
	return kernel_find("native", "f64");
}

/* ---- the table --------------------------------------------------------- */

START_TEST(rows_are_complete)
{
	size_t i, j, bases = 0;

	for (i = 0; strategy_table[i]; i++) {
		const struct strategy *s = strategy_table[i];

		ck_assert_ptr_eq(strategy_find(s->name), s);
		ck_assert_uint_gt(strlen(s->name), 0);
		ck_assert_uint_lt(strlen(s->name), PLAN_NAME_SIZE);
		/* words of plans and parts of series */
		ck_assert_ptr_null(strpbrk(s->name, " ,/\t\"#"));
		ck_assert_uint_gt(strlen(s->summary), 0);
		ck_assert(s->open && s->once && s->close);
		ck_assert(!s->ready == !s->rest);
		bases += (s->flags & STRATEGY_BASE) != 0;
		for (j = 0; j < i; j++)
			ck_assert_str_ne(strategy_table[j]->name, s->name);
		s->close(NULL);
	}
	ck_assert_uint_ge(bases, 1);
	ck_assert_ptr_null(strategy_find("no such strategy"));
}
END_TEST

START_TEST(ones_of_the_course)
{
	static _Alignas(64) double ones_f64[8];
	static _Alignas(64) float ones_f32[16];
	const struct strategy *s;
	struct sample sample;
	struct err err = { 0 };
	size_t i = 0, k, n;

	for (n = 0; n < 6; n++)
		ones_f64[n] = (double)(ones_f32[n] = 1);
	while ((s = next_strategy(&i)))
		for (k = 0; kernel_table[k]; k++) {
			struct setup u = set_up(s, kernel_table[k], 6, 2, 2);

			if (kernel_missing(kernel_table[k]) ||
			    s->flags & STRATEGY_NO_RESULT)
				continue;
			u.vectors.x = u.kernel->dtype == DTYPE_F64
					  ? (const void *)ones_f64
					  : (const void *)ones_f32;
			u.vectors.y = u.vectors.x;
			must_open(&u);
			ck_assert_msg(!turn(&u, 1, 1, 9000 * MS, &sample, &err),
				      "%s: %s", u.name, err.text);
			ck_assert_msg(sample.result == 6, "%s: %g", u.name,
				      sample.result);
			close_cell(&u);
		}
}
END_TEST

/* ---- results ----------------------------------------------------------- */

static void check_grid(const struct strategy *s, const struct kernel *k)
{
	/* fewer elements than workers, at the grain's edges, and larger */
	static const size_t sizes[] = { 1,   2,    3,    127,  128,
					129, 1000, 1001, 2000, 4999 };
	static const unsigned workers[] = { 1, 2, 3, 5, 7 };
	static const unsigned chunks[] = { 1, 2, 5 };
	size_t n, w, c;

	for (n = 0; n < UNIT_COUNT(sizes); n++)
		for (w = 0; w < UNIT_COUNT(workers); w++)
			for (c = 0; c < UNIT_COUNT(chunks); c++) {
				struct setup u = set_up(s, k, sizes[n],
							workers[w], chunks[c]);

				if (w + c && s->flags & STRATEGY_ONE_WORKER)
					continue;
				if (UNIT_ASAN && (n + w + c) % 4)
					continue;
				must_open(&u);
				must_turn(&u, 1, 1);
				must_turn(&u, 3, 2);
				close_cell(&u);
			}
}

START_TEST(results_f64)
{
	const struct strategy *s;
	size_t i = 0, k;

	while ((s = next_strategy(&i)))
		for (k = 0; kernel_table[k]; k++)
			if (!kernel_missing(kernel_table[k]) &&
			    kernel_table[k]->dtype == DTYPE_F64)
				check_grid(s, kernel_table[k]);
	no_children("all");
}
END_TEST

START_TEST(results_f32)
{
	const struct strategy *s;
	size_t i = 0, k;

	while ((s = next_strategy(&i)))
		for (k = 0; kernel_table[k]; k++)
			if (!kernel_missing(kernel_table[k]) &&
			    kernel_table[k]->dtype == DTYPE_F32)
				check_grid(s, kernel_table[k]);
	no_children("all");
}
END_TEST

START_TEST(most_workers)
{
	const struct strategy *s;
	size_t i = 0, k;

	while ((s = next_strategy(&i)))
		for (k = 0; kernel_table[k]; k++) {
			struct setup u = set_up(s, kernel_table[k], N_MAX,
						PLAN_WORKERS_MAX, 2);

			if (kernel_missing(kernel_table[k]))
				continue;
			must_open(&u);
			must_turn(&u, 1, 1);
			must_turn(&u, 1, 1);
			close_cell(&u);
			no_children(u.name);
		}
}
END_TEST

START_TEST(most_chunks)
{
	const struct strategy *s;
	size_t i = 0;

	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), N_MAX, 2, PLAN_CHUNKS_MAX);

		must_open(&u);
		must_turn(&u, 2, 1);
		close_cell(&u);
	}
}
END_TEST

START_TEST(random_cells_lose_nothing)
{
	const int rounds = ROUNDS(10000);
	const uint64_t first = 20261122;
	const struct strategy *table[64], *s;
	uint64_t seed = first;
	size_t strategies = 0, i = 0;
	int round;

	/* without null, which computes nothing */
	while ((s = next_strategy(&i)))
		if (!(s->flags & STRATEGY_NO_RESULT))
			table[strategies++] = s;
	for (round = 0; round < rounds; round++) {
		size_t n = 1 + unit_random(&seed, round % 4 ? 600 : N_MAX);
		unsigned workers = 1 + (unsigned)unit_random(&seed, 8);
		unsigned chunks = 1 + (unsigned)unit_random(&seed, 9);
		enum dtype dtype = (enum dtype)unit_random(&seed, DTYPE_COUNT);
		struct setup u =
		    set_up(table[unit_random(&seed, strategies)],
			   kernel_find("native", dtype_table[dtype].name), n,
			   workers, chunks);

		must_open(&u);
		/* the bits of the result show a lost or repeated element */
		must_turn(&u, 1, 1);
		close_cell(&u);
	}
	no_children("random");
	printf("%d random cells, seed %" PRIu64 ": nothing lost\n", rounds,
	       first);
	fflush(stdout);
}
END_TEST

/* ---- a kernel of our own ----------------------------------------------- */

/* What the next call of our own kernel does in a worker process. */
struct trap {
	pid_t caller;
	_Atomic int signal; /* 0: none; -1: leave with status 3 */
	_Atomic int sprung;
	_Atomic int adds; /* slices computed, by all */
	_Atomic int dots; /* whole products, by all */
};

static struct trap *trap;
static void (*real_add)(struct fold *, const void *, const void *, size_t);
static double (*real_dot)(const void *, const void *, size_t);

static void trapped_add(struct fold *fold, const void *x, const void *y,
			size_t n)
{
	int what = atomic_load(&trap->signal);

	if (what && getpid() != trap->caller) {
		atomic_store(&trap->sprung, getpid());
		if (what < 0)
			_exit(3);
		kill(getpid(), what);
	}
	real_add(fold, x, y, n);
}

/* The native kernel, with a trap in it that every process sees. */
static struct kernel trapped_kernel(struct shared *shared)
{
	struct kernel k = *native();
	struct err err = { 0 };

	ck_assert_int_eq(shared_open(shared, sizeof(*trap), &err), 0);
	trap = shared->data;
	trap->caller = getpid();
	real_add = k.add;
	real_dot = k.dot;
	k.add = trapped_add;
	return k;
}

/* ---- open, ready, once, rest, close ------------------------------------ */

static void nap(int64_t ns)
{
	struct timespec t = { ns / CLOCK_NS_PER_S, ns % CLOCK_NS_PER_S };

	nanosleep(&t, NULL);
}

/* Slow in workers, so that the caller must wait for their answers. */
static void counted_add(struct fold *fold, const void *x, const void *y,
			size_t n)
{
	if (getpid() != trap->caller)
		nap(MS / 10);
	atomic_fetch_add(&trap->adds, 1);
	real_add(fold, x, y, n);
}

static double counted_dot(const void *x, const void *y, size_t n)
{
	atomic_fetch_add(&trap->dots, 1);
	return real_dot(x, y, n);
}

/* The work of a repeat: what is expected, or was done when once() returned. */
struct work {
	int slices, products;
};

/* Makes a repeat of `calls` calls and returns the work done. */
static struct work count_work(struct setup *u, uint32_t calls,
			      uint32_t mark_every)
{
	struct request request = { calls, mark_every, clock_ns() + 60000 * MS };
	const struct strategy *s = u->strategy;
	struct sample sample = { 0 };
	struct err err = { 0 };
	struct work done;
	int rc;

	if (s->ready)
		ck_assert_int_eq(s->ready(u->state, request.deadline_ns, &err),
				 0);
	atomic_store(&trap->adds, 0);
	atomic_store(&trap->dots, 0);
	rc = s->once(u->state, &request, &sample, &err);
	done.slices = atomic_load(&trap->adds);
	done.products = atomic_load(&trap->dots);
	ck_assert_msg(!rc, "%s: %s", u->name, err.text);
	check_sample(u, calls, mark_every, &sample);
	if (s->rest)
		s->rest(u->state);
	return done;
}

/* The expected work: `null` computes nothing, the base one product per call,
 * the others slices. */
static struct work work_of(const struct strategy *s, uint32_t calls)
{
	int count = (int)calls;

	if (s->flags & STRATEGY_NO_RESULT)
		return (struct work){ 0, 0 };
	if (s->flags & STRATEGY_BASE)
		return (struct work){ 0, count };
	return (struct work){ 6 * count, 0 };
}

START_TEST(no_call_is_left_out)
{
	/* around 64, where the ring reuses its first slot, and beyond */
	static const uint32_t calls[] = { 1, 2, 63, 64, 65, 129, 300 };
	static const uint32_t marks[] = { 1, 7, 16, 1000 };
	const struct strategy *s;
	struct shared shared;
	struct kernel k = trapped_kernel(&shared);
	struct work wanted, done;
	size_t i = 0, c;

	/* the bits do not show whether a call was left out: count the work */
	k.add = counted_add;
	k.dot = counted_dot;
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, &k, 1000, 3, 2);

		must_open(&u);
		for (c = 0; c < UNIT_COUNT(calls); c++) {
			done = count_work(&u, calls[c],
					  marks[c % UNIT_COUNT(marks)]);
			wanted = work_of(s, calls[c]);
			ck_assert_msg(done.slices == wanted.slices &&
					  done.products == wanted.products,
				      "%s, %u calls: %d slices, %d products",
				      u.name, calls[c], done.slices,
				      done.products);
		}
		close_cell(&u);
	}
	shared_close(&shared);
}
END_TEST

START_TEST(order_of_calls)
{
	const struct strategy *s;
	struct sample sample;
	size_t i = 0, k;

	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), 1000, 3, 2);
		struct request request = { 2, 1, clock_ns() + 60000 * MS };
		struct err err = { 0 };

		/* opened and closed, with nothing in between */
		must_open(&u);
		close_cell(&u);
		no_children(u.name);

		/* many turns, some with several calls or two repeats */
		must_open(&u);
		for (k = 0; k < 5; k++)
			must_turn(&u, 1 + (uint32_t)k, 1 + (uint32_t)k % 3);
		for (k = 0; k < 3; k++) {
			if (s->ready)
				ck_assert_int_eq(s->ready(u.state,
							  request.deadline_ns,
							  &err),
						 0);
			memset(&sample, 0, sizeof(sample));
			ck_assert_int_eq(
			    s->once(u.state, &request, &sample, &err), 0);
			check_sample(&u, 2, 1, &sample);
			memset(&sample, 0, sizeof(sample));
			ck_assert_int_eq(
			    s->once(u.state, &request, &sample, &err), 0);
			check_sample(&u, 2, 1, &sample);
			if (s->rest)
				s->rest(u.state);
		}
		close_cell(&u);
		no_children(u.name);

		/* closed while the workers are awake */
		must_open(&u);
		if (s->ready)
			ck_assert_int_eq(
			    s->ready(u.state, request.deadline_ns, &err), 0);
		close_cell(&u);
		no_children(u.name);
	}
}
END_TEST

/* Whether a watched file was opened since this function was last called. */
static bool was_read(int watch)
{
	_Alignas(struct inotify_event) char events[4096];
	bool any = false;

	while (read(watch, events, sizeof(events)) > 0)
		any = true;
	return any;
}

START_TEST(nothing_is_read_while_it_is_timed)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	const struct strategy *s;
	char path[PLACE_SIZE];
	struct pin_cpus cpus;
	size_t i;

	/* a quota of one CPU at a time, however many exist */
	system_make();
	system_set("/sys/fs/cgroup/user.slice/cpu.max", "100000 100000\n");
	sys_root(system_dir);
	for (i = 0; i < SYSTEM_COUNT; i++) {
		system_path(path, system_files[i].path);
		ck_assert_int_ge(inotify_add_watch(watch, path, IN_OPEN), 0);
	}
	i = 0;
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), 1000, 2, 2);

		must_open(&u);
		must_turn(&u, 3, 1);
		close_cell(&u);
		ck_assert_msg(!was_read(watch), "%s reads files", s->name);
	}
	/* pin_find() does read them, once per block */
	pin_find(&cpus);
	ck_assert(was_read(watch));
	ck_assert_int_eq(cpus.at_once, 1);
	ck_assert_int_eq(cpus.cpu[0], pin_cpu(0));
	close(watch);
}
END_TEST

START_TEST(many_open_at_once)
{
	const struct strategy *s;
	struct setup u[16];
	size_t i = 0, k, count = 0;

	/* the cells of a block take turns */
	while ((s = next_strategy(&i)))
		for (k = 0; k < 2 && count < UNIT_COUNT(u); k++) {
			u[count] = set_up(s, native(), 1000 + 1000 * k, 2, 1);
			must_open(&u[count++]);
		}
	for (k = 0; k < 5; k++)
		for (i = 0; i < count; i++)
			must_turn(&u[k % 2 ? i : count - 1 - i], 1, 1);
	/* closed in another order than opened */
	for (i = 0; i < count; i++)
		close_cell(&u[(i + 3) % count]);
	no_children("all");
}
END_TEST

/* The state of all workers, threads included, as /proc shows it. */
struct idle {
	size_t tasks;
	bool asleep;            /* all tasks sleep */
	unsigned long switches; /* context switches of all tasks */
};

static void look_at_task(const char *path, struct idle *idle)
{
	FILE *f = fopen(path, "re");
	unsigned long count;
	char line[200];

	while (f && fgets(line, sizeof(line), f)) {
		if (!strncmp(line, "State:", 6))
			idle->asleep = idle->asleep && line[7] == 'S';
		if (sscanf(line, "voluntary_ctxt_switches: %lu", &count) == 1 ||
		    sscanf(line, "nonvoluntary_ctxt_switches: %lu", &count) ==
			1)
			idle->switches += count;
	}
	idle->tasks += f != NULL;
	if (f)
		fclose(f);
}

static void look_at_tasks(pid_t pid, struct idle *idle)
{
	char path[400];
	struct dirent *entry;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	d = opendir(path);
	while (d && (entry = readdir(d))) {
		if (entry->d_name[0] == '.' || atoi(entry->d_name) == getpid())
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%s/status",
			 (int)pid, entry->d_name);
		look_at_task(path, idle);
	}
	if (d)
		closedir(d);
}

static struct idle look_at_workers(void)
{
	struct idle idle = { .asleep = true };
	struct relatives r;
	size_t i;

	look_for_children(&r);
	for (i = 0; i < r.count; i++)
		look_at_tasks(r.pid[i], &idle);
	look_at_tasks(getpid(), &idle);
	return idle;
}

START_TEST(workers_sleep_at_rest)
{
	const struct strategy *s;
	struct idle before, after;
	size_t i = 0;
	int tries;

	/* awake workers would disturb the times of other cells */
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), 1000, 2, 1);

		must_open(&u);
		must_turn(&u, 1, 1);
		/* on a busy machine it takes a while until they sleep */
		for (tries = 0; tries < 100; tries++) {
			before = look_at_workers();
			nap(100 * MS);
			after = look_at_workers();
			if (after.asleep && after.switches == before.switches)
				break;
		}
		ck_assert_msg(after.asleep, "%s: a worker is awake", u.name);
		ck_assert_msg(after.tasks == before.tasks &&
				  after.switches == before.switches,
			      "%s: %zu workers had a CPU %lu times at rest",
			      u.name, after.tasks,
			      after.switches - before.switches);
		close_cell(&u);
	}
}
END_TEST

/* Checks that this process may use the CPUs `own` and a child `each` CPUs. */
static void check_cpus(const struct setup *u, const cpu_set_t *own, int each)
{
	struct relatives r;
	cpu_set_t set;
	size_t i;

	sched_getaffinity(0, sizeof(set), &set);
	ck_assert_msg(CPU_EQUAL(own, &set), "%s: the caller has %d CPUs",
		      u->name, CPU_COUNT(&set));
	look_for_children(&r);
	for (i = 0; i < r.count; i++) {
		ck_assert_int_eq(sched_getaffinity(r.pid[i], sizeof(set), &set),
				 0);
		ck_assert_msg(CPU_COUNT(&set) == each,
			      "%s: a worker has %d CPUs", u->name,
			      CPU_COUNT(&set));
	}
}

START_TEST(pinned_and_free_again)
{
	static const char *const placements[] = { "free", "pinned" };
	const struct strategy *s;
	cpu_set_t all;
	size_t i = 0, k, p;
	unsigned workers;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(all), &all), 0);
	while ((s = next_strategy(&i)))
		for (p = 0; p < UNIT_COUNT(placements); p++)
			for (workers = 2; workers <= 3; workers++) {
				struct setup u =
				    set_up(s, native(), 1000, workers, 2);
				int each = p ? 1 : CPU_COUNT(&all);

				strcpy(u.cell.placement, placements[p]);
				must_open(&u);
				for (k = 0; k < 3; k++) {
					must_turn(&u, 2, 1);
					check_cpus(&u, &all, each);
				}
				if (s->ready) /* close it while awake */
					ck_assert_int_eq(
					    s->ready(u.state,
						     clock_ns() + 9000 * MS,
						     NULL),
					    0);
				close_cell(&u);
				check_cpus(&u, &all, each);
			}
}
END_TEST

START_TEST(nothing_is_left)
{
	const int runs = ROUNDS(500);
	const struct strategy *s;
	size_t i, fds, files;
	int run, half;

	fds = entries("/proc/self/fd");
	files = entries("/dev/shm");
	/* twice: what one strategy loads stays loaded for the others */
	for (half = 0; half < 2; half++)
		for (i = 0; (s = next_strategy(&i));) {
			for (run = 0; run < runs / 2; run++) {
				struct setup u =
				    set_up(s, native(), 1000, 2, 2);

				must_open(&u);
				must_turn(&u, 1, 1);
				close_cell(&u);
				no_children(u.name);
			}
			ck_assert_msg(entries("/proc/self/fd") == fds,
				      "%s: %zu descriptors, not %zu", s->name,
				      entries("/proc/self/fd"), fds);
			/* a few may belong to other processes */
			ck_assert_msg(entries("/dev/shm") < files + 20,
				      "%s: %zu files in /dev/shm, not %zu",
				      s->name, entries("/dev/shm"), files);
		}
}
END_TEST

/* ---- when something fails ---------------------------------------------- */

/* Opens the cell and takes a turn; returns -1 if either fails. */
static int try_cell(struct setup *u, struct err *err)
{
	struct sample sample;

	return open_cell(u, err) || turn(u, 1, 1, 20000 * MS, &sample, err) ? -1
									    : 0;
}

/* Exit status of a process whose cell was refused, or that could not try it. */
#define REFUSED 77
#define SKIPPED 78

/* glibc has a type for it, musl takes an int */
#ifdef __GLIBC__
#define RESOURCE(resource) ((__rlimit_resource_t)(resource))
#else
#define RESOURCE(resource) (resource)
#endif

/*
 * Tries a cell with a limit of `most` on a resource. Called in a process of its
 * own, because a library may end the process. Returns 0 if the cell ran,
 * REFUSED if it was refused with the right error, SKIPPED if it could not be
 * tried.
 */
static int try_with(const struct strategy *s, int resource, rlim_t most)
{
	size_t fds = entries("/proc/self/fd");
	struct setup u = set_up(s, native(), 1000, 5, 2);
	struct rlimit limit, few;
	struct err err = { 0 };
	int rc;

	/* the limit does not hold for root: become another user */
	if (resource == RLIMIT_NPROC && !geteuid() &&
	    (setresuid(54323, 54323, 54323) || prctl(PR_SET_DUMPABLE, 1)))
		return SKIPPED;
	getrlimit(RESOURCE(resource), &limit);
	few = limit;
	few.rlim_cur = most;
	setrlimit(RESOURCE(resource), &few);
	rc = try_cell(&u, &err);
	u.strategy->close(u.state);
	setrlimit(RESOURCE(resource), &limit);
	if (err.kind != (rc ? ERR_ENVIRONMENT : ERR_NONE)) {
		printf("%s: kind %d: %s\n", u.name, (int)err.kind, err.text);
		return 2;
	}
	if (waitpid(-1, NULL, WNOHANG) != -1) {
		printf("%s: a child is left\n", u.name);
		return 3;
	}
	if (entries("/proc/self/fd") != fds) {
		printf("%s: a descriptor is left\n", u.name);
		return 4;
	}
	return rc ? REFUSED : 0;
}

/* Tries all strategies with the limits first .. most - 1; returns how often one
 * was refused. */
static size_t starve(int resource, const char *what, rlim_t first, rlim_t most)
{
	const struct strategy *s;
	size_t i = 0, refused = 0;
	int status;
	rlim_t k;

	while ((s = next_strategy(&i))) {
		for (k = first; k < most; k++) {
			pid_t pid = fork();

			if (pid == 0) {
				prepare();
				status = try_with(s, resource, k);
				fflush(stdout);
				_exit(status);
			}
			ck_assert_int_eq(waitpid(pid, &status, 0), pid);
			if (WIFEXITED(status) &&
			    WEXITSTATUS(status) == SKIPPED) {
				printf("skipped: cannot change the user\n");
				return 1;
			}
			ck_assert_msg(WIFEXITED(status) &&
					  (!WEXITSTATUS(status) ||
					   WEXITSTATUS(status) == REFUSED),
				      "%s, %d %s: status %x", s->name, (int)k,
				      what, (unsigned)status);
			refused += WEXITSTATUS(status) == REFUSED;
		}
		/* the largest limit is enough */
		ck_assert_msg(!WEXITSTATUS(status), "%s, %d %s", s->name,
			      (int)most - 1, what);
	}
	return refused;
}

START_TEST(out_of_descriptors)
{
	/* one more each time, so that open() fails wherever it can */
	ck_assert_uint_gt(starve(RLIMIT_NOFILE, "descriptors", 3, 64), 0);
}
END_TEST

START_TEST(out_of_processes)
{
	if (unit_not_emulated("qemu needs a thread of its own in each process"))
		return;
	ck_assert_uint_gt(starve(RLIMIT_NPROC, "processes", 1, 12), 0);
}
END_TEST

/* Whether the error names the worker and how it ended. */
static bool names(const struct err *err, pid_t pid, const char *what)
{
	char number[24];

	snprintf(number, sizeof(number), "%d", (int)pid);
	return strstr(err->text, "worker") && strstr(err->text, number) &&
	       strstr(err->text, what);
}

/* When a worker dies: at rest, awake before a call, awake after it. */
enum moment { AT_REST, BEFORE_ONCE, BEFORE_REST, MOMENTS };

/* Takes a turn in which `pid` is killed at `moment`; returns 0, or -1 with
 * *err. */
static int deadly_turn(struct setup *u, enum moment moment, pid_t pid,
		       struct err *err)
{
	struct request request = { 1, 1, clock_ns() + 20000 * MS };
	const struct strategy *s = u->strategy;
	struct sample sample = { 0 };

	if (moment == AT_REST)
		kill(pid, SIGKILL);
	if (s->probe && s->probe(u->state, err))
		return -1;
	if (s->ready && s->ready(u->state, request.deadline_ns, err))
		return -1;
	if (moment == BEFORE_ONCE)
		kill(pid, SIGKILL);
	if (s->once(u->state, &request, &sample, err))
		return -1;
	if (moment == BEFORE_REST)
		kill(pid, SIGKILL);
	if (s->rest)
		s->rest(u->state);
	return 0;
}

/* Kills child number `victim`, if it exists, and checks that its loss is
 * reported. Returns whether there is a child of the next number. */
static bool check_killed(const struct strategy *s, enum moment moment,
			 size_t victim)
{
	struct setup u = set_up(s, native(), 1000, 3, 1);
	struct relatives r;
	struct sample sample;
	struct err err = { 0 };
	int rc;

	must_open(&u);
	must_turn(&u, 1, 1);
	look_for_children(&r);
	if (victim < r.count) {
		rc = deadly_turn(&u, moment, r.pid[victim], &err);
		/* a worker that dies after the call is missed in the next */
		if (moment == BEFORE_REST) {
			ck_assert_msg(!rc, "%s: %s", u.name, err.text);
			rc = turn(&u, 1, 1, 20000 * MS, &sample, &err);
		}
		ck_assert_msg(rc == -1, "%s: nobody misses the worker", u.name);
		ck_assert_msg(
		    err.kind == ERR_FAILED &&
			names(&err, r.pid[victim], "killed by signal 9"),
		    "%s, moment %d: kind %d: %s", u.name, (int)moment,
		    (int)err.kind, err.text);
	}
	close_cell(&u);
	no_children(u.name);
	return victim + 1 < r.count;
}

START_TEST(killed_between_calls)
{
	const struct strategy *s;
	size_t i = 0, victim;
	int moment;

	prepare();
	while ((s = next_strategy(&i)))
		for (moment = AT_REST; moment < MOMENTS; moment++)
			for (victim = 0;
			     check_killed(s, (enum moment)moment, victim);
			     victim++)
				;
}
END_TEST

static int kill_later(void *ctx)
{
	nap(1500 * MS);
	return kill(*(pid_t *)ctx, SIGKILL);
}

/* Two workers do not answer rest(), and the second dies after the wait for the
 * first was given up: its loss is reported in the next turn. */
START_TEST(killed_beside_a_late_one)
{
	const struct strategy *s;
	struct child helper;
	struct relatives r;
	size_t i = 0;

	prepare();
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), 1000, 3, 1);
		struct request request = { 1, 1, INT64_MAX };
		struct sample sample = { 0 };
		struct err err = { 0 };

		must_open(&u);
		must_turn(&u, 1, 1);
		look_for_children(&r);
		if (r.count >= 2) {
			if (s->ready)
				s->ready(u.state, INT64_MAX, &err);
			s->once(u.state, &request, &sample, &err);
			kill(r.pid[0], SIGSTOP);
			kill(r.pid[1], SIGSTOP);
			ck_assert_int_eq(
			    child_start(&helper, kill_later, &r.pid[1], &err),
			    0);
			if (s->rest)
				s->rest(u.state);
			child_wait(&helper, INT64_MAX);
			kill(r.pid[0], SIGCONT);
			ck_assert_int_eq(
			    turn(&u, 1, 1, 5000 * MS, &sample, &err), -1);
			ck_assert_msg(
			    err.kind == ERR_FAILED &&
				names(&err, r.pid[1], "killed by signal 9"),
			    "%s: kind %d: %s", u.name, (int)err.kind, err.text);
		}
		close_cell(&u);
		no_children(u.name);
	}
}
END_TEST

START_TEST(stopped_between_calls)
{
	const struct strategy *s;
	struct relatives r;
	struct sample sample;
	size_t i = 0;

	prepare();
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, native(), 1000, 3, 1);
		struct err err = { 0 };
		int64_t begin_ns;

		must_open(&u);
		must_turn(&u, 1, 1);
		look_for_children(&r);
		if (r.count) {
			kill(r.pid[r.count - 1], SIGSTOP);
			begin_ns = clock_ns();
			ck_assert_int_eq(
			    turn(&u, 1, 1, 150 * MS, &sample, &err), -1);
			ck_assert_msg(err.kind == ERR_TIMEOUT,
				      "%s: kind %d: %s", u.name, (int)err.kind,
				      err.text);
			ck_assert_int_ge(clock_ns() - begin_ns, 150 * MS);
		}
		close_cell(&u);
		no_children(u.name);
	}
}
END_TEST

START_TEST(lost_in_a_call)
{
	static const struct {
		int signal;
		enum err_kind kind;
		const char *text; /* part of the message */
	} cases[] = {
		{ SIGKILL, ERR_FAILED, "killed by signal 9" },
		{ SIGSEGV, ERR_FAILED, "killed by signal 11" },
		{ -1, ERR_FAILED, "exited with status 3" },
		{ SIGSTOP, ERR_TIMEOUT, "time-out" },
	};
	const struct strategy *s;
	struct shared shared;
	struct kernel k = trapped_kernel(&shared);
	struct sample sample;
	size_t i = 0, c;
	int rc;

	prepare();
	signal(SIGSEGV, SIG_DFL); /* remove a sanitizer's handler */
	while ((s = next_strategy(&i)))
		for (c = 0; c < UNIT_COUNT(cases); c++) {
			struct setup u = set_up(s, &k, 1000, 3, 2);
			struct err err = { 0 };

			atomic_store(&trap->signal, 0);
			atomic_store(&trap->sprung, 0);
			must_open(&u);
			must_turn(&u, 1, 1);
			atomic_store(&trap->signal, cases[c].signal);
			/* only a stopped worker makes the turn time out */
			rc = turn(&u, 3, 1,
				  (cases[c].signal == SIGSTOP ? 300 : 60000) *
				      MS,
				  &sample, &err);
			if (rc || atomic_load(&trap->sprung))
				ck_assert_msg(
				    rc == -1 && err.kind == cases[c].kind &&
					strstr(err.text, cases[c].text),
				    "%s, trap %d: kind %d: %s", u.name,
				    cases[c].signal, (int)err.kind, err.text);
			close_cell(&u);
			no_children(u.name);
		}
	shared_close(&shared);
}
END_TEST

/* Sends SIGINT to the parent once a worker is stopped; never without
 * workers. */
static int interrupt_parent(void *ctx)
{
	(void)ctx;
	while (!atomic_load(&trap->sprung))
		nap(MS);
	kill(getppid(), SIGINT);
	return 0;
}

START_TEST(interrupted_in_a_call)
{
	const struct strategy *s;
	struct shared shared;
	struct kernel k = trapped_kernel(&shared);
	size_t i = 0;

	/* a process per strategy: an interrupt can be noted only once */
	while ((s = next_strategy(&i))) {
		struct setup u = set_up(s, &k, 1000, 3, 1);
		pid_t pid = fork();
		int status;

		if (pid == 0) {
			struct child helper = { 0 };
			struct sample sample;
			struct err err = { 0 };
			int rc;

			prepare();
			trap->caller = getpid();
			atomic_store(&trap->signal, SIGSTOP);
			atomic_store(&trap->sprung, 0);
			rc = child_start(&helper, interrupt_parent, NULL,
					 NULL) ||
			     open_cell(&u, &err) ||
			     turn(&u, 1, 1, 60000 * MS, &sample, &err);
			u.strategy->close(u.state);
			child_stop(&helper);
			if (waitpid(-1, NULL, WNOHANG) != -1)
				_exit(2);
			_exit(atomic_load(&trap->sprung)
				  ? err.kind != ERR_INTERRUPTED
				  : rc);
		}
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert_msg(!status, "%s: status %x", u.name,
			      (unsigned)status);
	}
	shared_close(&shared);
}
END_TEST

/* Opens a cell and takes turns for ever. */
static int work_for_ever(void *ctx)
{
	struct setup *u = ctx;
	struct err err = { 0 };
	struct sample sample;

	if (open_cell(u, &err))
		return 1;
	while (!turn(u, 5, 1, 60000 * MS, &sample, &err))
		;
	return 2;
}

START_TEST(workers_die_with_their_parent)
{
	const struct strategy *s;
	uint64_t seed = 14;
	size_t i = 0;
	int round, status;

	if (unit_not_emulated("qemu has no PR_SET_CHILD_SUBREAPER"))
		return;
	/* orphans become children of this process, which can wait for them */
	ck_assert_int_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	while ((s = next_strategy(&i)))
		for (round = 0; round < 10; round++) {
			struct setup u = set_up(s, native(), 1000, 3, 2);
			struct child parent;

			ck_assert_int_eq(
			    child_start(&parent, work_for_ever, &u, NULL), 0);
			nap((int64_t)unit_random(&seed, 20 * MS));
			child_stop(&parent);
			ck_assert_msg(WIFSIGNALED(parent.status) &&
					  WTERMSIG(parent.status) == SIGKILL,
				      "%s: status %x", u.name,
				      (unsigned)parent.status);
			/* all workers must end too, and at once */
			alarm(20);
			while (waitpid(-1, &status, 0) > 0)
				;
			alarm(0);
			ck_assert_int_eq(errno, ECHILD);
		}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		rows_are_complete,
		ones_of_the_course,
		results_f64,
		results_f32,
		most_workers,
		most_chunks,
		random_cells_lose_nothing,
		no_call_is_left_out,
		order_of_calls,
		nothing_is_read_while_it_is_timed,
		many_open_at_once,
		workers_sleep_at_rest,
		pinned_and_free_again,
		nothing_is_left,
		out_of_descriptors,
		out_of_processes,
		killed_between_calls,
		killed_beside_a_late_one,
		stopped_between_calls,
		lost_in_a_call,
		interrupted_in_a_call,
		workers_die_with_their_parent,
		NULL,
	};
	int rc;

	if (unit_left_out())
		return 77;
	if (!vectors_make()) {
		perror("vectors");
		return EXIT_FAILURE;
	}
	place_make();
	rc = unit_run("strategy", tests);
	place_clear();
	shared_close(&memory[DTYPE_F64]);
	shared_close(&memory[DTYPE_F32]);
	return rc;
}
