/* The bandwidth of reading, by one CPU and by all, from caches and memory. */
#include "host/bandwidth.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/sys.h"
#include "kernel/kernel.h"
#include "proc/child.h"
#include "proc/pin.h"
#include "proc/shared.h"
#include "proc/wake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READERS_MAX 64
#define REREAD_NS   CLOCK_NS_PER_MS
#define TRIES       3 /* the best one counts: the others were disturbed */
#define PATIENCE_NS CLOCK_NS_PER_S    /* a pinned reader may wait for its CPU */
#define BUFFER      ((size_t)8 << 20) /* of each reader */
#define LINE        64

enum job {
	JOB_REREAD, /* read the buffer for REREAD_NS: it stays in a cache */
	JOB_FLUSH,  /* flush the buffer out of all caches */
	JOB_READ    /* read the flushed buffer once: it comes from memory */
};

struct reader {
	_Alignas(128) int cpu;
	double gb_per_s; /* measured by the last job */
};

/* What the readers share: reader 0 is this process, the others are children. */
struct field {
	struct wake start;
	_Atomic int done; /* children that have finished the job */
	enum job job;
	size_t bytes; /* that each reader reads */
	int cpus;     /* usable ones, at most READERS_MAX */
	int children; /* that were started */
	bool stalled; /* a child is late, so there are no more jobs */
	struct reader reader[READERS_MAX];
	/* [READERS_MAX], not in shared memory: fork writes to it */
	struct child *child;
};

/* ---- one reader ---------------------------------------------------------- */

static void bandwidth_flush(const char *buffer, size_t bytes)
{
	const char *line;

	for (line = buffer; line < buffer + bytes; line += LINE) {
#if defined(__x86_64__)
		__builtin_ia32_clflush(line);
#elif defined(__aarch64__)
		__asm__ volatile("dc civac, %0" ::"r"(line) : "memory");
#endif
	}
	atomic_thread_fence(memory_order_seq_cst);
}

static double reread(const char *buffer, size_t bytes)
{
	size_t once = bytes < BUFFER / 8 ? BUFFER / 8 / bytes : 1, i;
	int64_t begin_ns, now_ns;
	double all = 0;

	kernel_read(buffer, bytes);
	begin_ns = clock_ns();
	do {
		for (i = 0; i < once; i++)
			kernel_read(buffer, bytes);
		all += (double)once * (double)bytes;
		now_ns = clock_ns();
	} while (now_ns - begin_ns < REREAD_NS);
	return all / (double)(now_ns - begin_ns);
}

static void bandwidth_work(const struct field *f, struct reader *r,
			   const char *buffer)
{
	int64_t begin_ns = clock_ns();

	if (f->job == JOB_FLUSH) {
		bandwidth_flush(buffer, f->bytes);
	} else if (f->job == JOB_REREAD) {
		r->gb_per_s = reread(buffer, f->bytes);
	} else if (f->job == JOB_READ) {
		kernel_read(buffer, f->bytes);
		r->gb_per_s =
		    (double)f->bytes / (double)(clock_ns() - begin_ns);
	}
}

/* The buffer of a reader, or NULL without memory. */
static char *make_buffer(void)
{
	return mem_aligned(BUFFER, 1, NULL);
}

/* ---- all of them --------------------------------------------------------- */

struct reader_start {
	struct field *field;
	struct reader *reader;
};

static int child_body(void *ctx)
{
	struct reader_start *start = ctx;
	struct field *f = start->field;
	char *buffer;
	uint32_t seen = atomic_load(&f->start.value);

	pin_to(start->reader->cpu);
	buffer = make_buffer();
	while (buffer) {
		atomic_fetch_add(&f->done, 1);
		if (!wake_wait(&f->start, seen++, 100000,
			       clock_ns() + CLOCK_NS_PER_S))
			break;
		bandwidth_work(f, start->reader, buffer);
	}
	free(buffer);
	return 0;
}

/* Waits until all children have finished the last job. If one is late, there is
 * no other job: the late child would count as done with the next job, and would
 * use its numbers. */
static bool all_done(struct field *f)
{
	int64_t until_ns = clock_ns() + PATIENCE_NS;

	while (!f->stalled && atomic_load(&f->done) < f->children)
		if (clock_ns() < until_ns)
			wake_yield();
		else
			f->stalled = true;
	return !f->stalled;
}

static bool start_children(struct field *f)
{
	struct reader_start start = { .field = f };

	while (f->children < f->cpus - 1) {
		start.reader = &f->reader[f->children + 1];
		if (child_start(&f->child[f->children], child_body, &start,
				NULL))
			return false;
		f->children++;
	}
	return all_done(f);
}

/* All readers do the job at the same time; false if a child is late. */
static bool together(struct field *f, enum job job, const char *buffer)
{
	if (f->stalled)
		return false;
	f->job = job;
	atomic_store(&f->done, 0);
	wake_set(&f->start, atomic_load(&f->start.value) + 1);
	bandwidth_work(f, &f->reader[0], buffer);
	return all_done(f);
}

static void stop_children(struct field *f)
{
	while (f->children)
		child_stop(&f->child[--f->children]);
}

/* ---- levels -------------------------------------------------------------- */

static double bandwidth_once(struct field *f, bool in_cache, const char *buffer)
{
	double sum = 0;
	int i;

	if (in_cache ? !together(f, JOB_REREAD, buffer)
		     : !together(f, JOB_FLUSH, buffer) ||
			   !together(f, JOB_READ, buffer))
		return 0;
	for (i = 0; i <= f->children; i++)
		sum += f->reader[i].gb_per_s;
	return sum;
}

static void bandwidth_add_level(struct facts *facts, struct field *f,
				const char *level, bool in_cache, size_t bytes,
				const char *buffer)
{
	char name[sizeof(facts->fact[0].name)];
	double best = 0, sum;
	int i;

	if (f->stalled)
		return;
	f->bytes = bytes / 512 * 512;
	for (i = 0; i < TRIES; i++) {
		sum = bandwidth_once(f, in_cache, buffer);
		best = sum > best ? sum : best;
	}
	snprintf(name, sizeof(name), "read_%s%s_gb_per_s", level,
		 f->children ? "_all" : "");
	if (best > 0)
		facts_add_real(facts, name, best);
}

/* The number of CPUs that share an L3 cache. */
static size_t sharing_l3(void)
{
	char list[SYS_TEXT_SIZE];
	int sharing = 0;

	if (sys_line(list, sizeof(list),
		     "/sys/devices/system/cpu/cpu0/cache/index3/"
		     "shared_cpu_list"))
		sharing = sys_cpus(list, NULL, 0);
	return sharing ? (size_t)sharing : 1;
}

static void bandwidth_add_levels(struct facts *facts, struct field *f,
				 const struct machine *m, const char *buffer)
{
	/* the part of a cache that other data surely leave free */
	size_t l1 = (size_t)m->l1d_bytes * 3 / 4;
	size_t l2 = (size_t)m->l2_bytes * 3 / 4;
	size_t l3 = (size_t)m->l3_bytes / 2;

	if (f->children)
		l3 /= sharing_l3();
	l3 = l3 < BUFFER ? l3 : BUFFER;
	if (l1 >= 4096 && l1 <= BUFFER)
		bandwidth_add_level(facts, f, "l1", true, l1, buffer);
	if (l2 > 2 * l1 && l2 <= BUFFER)
		bandwidth_add_level(facts, f, "l2", true, l2, buffer);
	if (l3 > 2 * l2)
		bandwidth_add_level(facts, f, "l3", true, l3, buffer);
#if defined(__x86_64__) || defined(__aarch64__)
	bandwidth_add_level(facts, f, "memory", false, BUFFER, buffer);
#endif
}

static void find_cpus(struct field *f)
{
	int i, cpus = pin_cpu_count();

	f->cpus = cpus < READERS_MAX ? cpus : READERS_MAX;
	for (i = 0; i < f->cpus; i++)
		f->reader[i].cpu = pin_cpu(i);
}

void bandwidth_add(struct facts *facts, const struct machine *machine)
{
	char *buffer = make_buffer();
	struct child child[READERS_MAX];
	struct shared shared;
	struct field *f;
	struct pin pin;

	if (buffer && !pin_save(&pin) &&
	    !shared_open(&shared, sizeof(*f), NULL)) {
		f = shared.data;
		f->child = child;
		find_cpus(f);
		pin_to(f->reader[0].cpu);
		bandwidth_add_levels(facts, f, machine, buffer);
		if (f->cpus > 1 && start_children(f))
			bandwidth_add_levels(facts, f, machine, buffer);
		stop_children(f);
		pin_restore(&pin);
		shared_close(&shared);
	}
	free(buffer);
}
