/* Tests of src/run: orders, blocks, the runner with real and fake strategies.
 */
#include "base/clock.h"
#include "base/entropy.h"
#include "base/interrupt.h"
#include "base/mem.h"
#include "base/str.h"
#include "host/host.h"
#include "host/machine.h"
#include "host/memory.h"
#include "host/program.h"
#include "kernel/fill.h"
#include "run/block.h"
#include "run/control.h"
#include "run/estimate.h"
#include "run/order.h"
#include "run/runner.h"
#include "run/vocabulary.h"
#include "unit.h"

#include <errno.h>
#include <inttypes.h>
#include <linux/perf_event.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

/* ---- order ------------------------------------------------------------- */

START_TEST(order_is_a_permutation)
{
	size_t order[100], count, i;
	uint64_t round;

	for (count = 0; count <= UNIT_COUNT(order); count++)
		for (round = 0; round < 20; round++) {
			bool seen[UNIT_COUNT(order)] = { false };

			order_draw(5, 3, round, order, count);
			for (i = 0; i < count; i++) {
				unit_must(order[i] < count && !seen[order[i]],
					  "%zu of %zu", order[i], count);
				seen[order[i]] = true;
			}
		}
}
END_TEST

START_TEST(order_depends_on_all_three)
{
	size_t a[50], b[50];
	uint64_t i;

	for (i = 0; i < 50; i++) {
		order_draw(i, 2, 3, a, 50);
		order_draw(i, 2, 3, b, 50);
		unit_must(!memcmp(a, b, sizeof(a)), "not repeatable");
		order_draw(i + 1, 2, 3, b, 50);
		unit_must(memcmp(a, b, sizeof(a)), "the seed does nothing");
		order_draw(i, 3, 3, b, 50);
		unit_must(memcmp(a, b, sizeof(a)), "the block does nothing");
		order_draw(i, 2, 4, b, 50);
		unit_must(memcmp(a, b, sizeof(a)), "the round does nothing");
	}
}
END_TEST

START_TEST(order_is_fair)
{
	/* 24 permutations of 4, 24 000 draws: chi square with 23 degrees */
	size_t seen[24] = { 0 }, order[4], i, j, rank, smaller;
	uint64_t round;
	double chi = 0;

	for (round = 0; round < 24000; round++) {
		order_draw(11, 0, round, order, 4);
		for (i = 0, rank = 0; i < 4; i++) {
			for (j = i + 1, smaller = 0; j < 4; j++)
				smaller += order[j] < order[i];
			rank = rank * (4 - i) + smaller;
		}
		seen[rank]++;
	}
	for (i = 0; i < 24; i++)
		chi +=
		    ((double)seen[i] - 1000) * ((double)seen[i] - 1000) / 1000;
	/* 1 in 100 000 would be above 63.6; the seed is fixed anyway */
	ck_assert_double_lt(chi, 63.6);
}
END_TEST

/* ---- plans and blocks -------------------------------------------------- */

static struct plan_words words;

static void must_read(struct plan *plan, const char *text)
{
	struct err err = { 0 };

	ck_assert_msg(
	    !plan_read_text(plan, text, strlen(text), "p", &words, &err), "%s",
	    err.text);
}

START_TEST(blocks_keep_the_plan)
{
	/* cells of a block by index, blocks by '|', then the bases */
	static const struct {
		const char *plan, *blocks, *bases;
	} cases[] = {
		{ "strategy,n,workers\nserial fork,10 20,2\n", "0 1|2 3",
		  "- 0 - 2" },
		/* blocks in the order of the plan, not of their size */
		{ "strategy,n\nfork,20\nfork,10\nserial,20\nserial,10\n",
		  "0 2|1 3", "2 3 - -" },
		/* another type is another block */
		{ "strategy,n,dtype\nserial shm,10,f32 f64\n", "0 1|2 3",
		  "- 0 - 2" },
		/* the base has the same kernel */
		{ "strategy,n,kernel\nserial shm,10,blas native\n", "0 1 2 3",
		  "- - 0 1" },
		{ "strategy,n,kernel\nserial,10,blas\nshm,10,native\n", "0 1",
		  "- -" },
		/* the same placement if there is one, else any */
		{ "strategy,n,placement\nserial shm,10,free pinned\n",
		  "0 1 2 3", "- - 0 1" },
		{ "strategy,n,placement\nserial,10,free\nshm,10,pinned\n",
		  "0 1", "- 0" },
		/* null computes nothing: it has no speed-up */
		{ "strategy,n\nnull serial,10\n", "0 1", "- -" },
		{ "strategy,n\nshm,10\n", "0", "-" },
	};
	size_t i, b, k;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct err err = { 0 };
		struct blocks blocks;
		struct plan plan;
		struct str got = { 0 };
		size_t *bases;

		must_read(&plan, cases[i].plan);
		ck_assert_int_eq(blocks_make(&blocks, &plan, &err), 0);
		for (b = 0; b < blocks.count; b++)
			for (k = blocks.start[b]; k < blocks.start[b + 1]; k++)
				str_addf(&got, "%s%zu",
					 k == 0                 ? ""
					 : k == blocks.start[b] ? "|"
								: " ",
					 blocks.cell[k]);
		ck_assert_str_eq(got.text, cases[i].blocks);
		str_free(&got);

		bases = blocks_bases(&blocks, &plan, &err);
		ck_assert_ptr_nonnull(bases);
		for (k = 0; k < plan.count; k++) {
			str_add(&got, k ? " " : "");
			if (bases[k] == SIZE_MAX)
				str_add(&got, "-");
			else
				str_addf(&got, "%zu", bases[k]);
		}
		ck_assert_str_eq(got.text, cases[i].bases);
		str_free(&got);
		free(bases);
		blocks_free(&blocks);
		plan_free(&plan);
	}
}
END_TEST

START_TEST(words_of_this_program)
{
	size_t i;

	for (i = 0; strategy_table[i]; i++) {
		ck_assert_str_eq(words.strategies[i].name,
				 strategy_table[i]->name);
		ck_assert_int_eq(
		    (words.strategies[i].flags & PLAN_WORD_SINGLE) != 0,
		    (strategy_table[i]->flags & STRATEGY_ONE_WORKER) != 0);
		ck_assert_int_eq(
		    (words.strategies[i].flags & PLAN_WORD_COPIES) != 0,
		    (strategy_table[i]->flags & STRATEGY_COPIES) != 0);
		ck_assert_int_eq(
		    (words.strategies[i].flags & PLAN_WORD_VECTORS) != 0,
		    strcmp(strategy_table[i]->name, "null") &&
			strcmp(strategy_table[i]->name, "pipe"));
	}
	/* of other programs: mpi, and no peers here */
	ck_assert_str_eq(words.strategies[i].name, "mpi");
	ck_assert(words.strategies[i].flags & PLAN_WORD_SLICES);
	ck_assert(!(words.strategies[i].flags & PLAN_WORD_VECTORS));
	ck_assert_ptr_null(words.strategies[i + 1].name);
	ck_assert_str_eq(words.dtypes[0].name, "f64");
	ck_assert_uint_eq(words.dtypes[0].bytes, 8);
	ck_assert_ptr_null(words.dtypes[DTYPE_COUNT].name);
	ck_assert_uint_gt(words.memory_bytes, 1 << 20);
}
END_TEST

/* ---- a sink in memory -------------------------------------------------- */

struct kept {
	struct cell_record *cells;
	struct sample *samples;
	size_t ncells, nsamples, cells_cap, samples_cap;
	size_t blocks, controls, colds;
	size_t fail_at; /* number of the block to refuse, from 1; 0: none */
	struct sample_sink sink;
};

static int keep(void *ctx, const struct batch *b, struct err *err)
{
	struct kept *k = ctx;
	const struct cell_record *cells = b->cells;
	const struct sample *samples = b->samples;
	size_t ncells = b->ncells, nsamples = b->nsamples;

	k->controls += b->ncontrols;
	k->colds += b->ncolds;
	if (!ncells) /* only the controls after the last block */
		return 0;
	if (++k->blocks == k->fail_at)
		return err_set(err, ERR_STORAGE, "the sink is full");
	if (mem_grow(&k->cells, &k->cells_cap, k->ncells + ncells,
		     sizeof(*cells), err) ||
	    mem_grow(&k->samples, &k->samples_cap, k->nsamples + nsamples,
		     sizeof(*samples), err))
		return -1;
	memcpy(k->cells + k->ncells, cells, ncells * sizeof(*cells));
	memcpy(k->samples + k->nsamples, samples, nsamples * sizeof(*samples));
	k->ncells += ncells;
	k->nsamples += nsamples;
	return 0;
}

static struct run_options options_for(struct kept *k, uint64_t seed)
{
	struct run_options options = { .seed = seed, .sink = &k->sink };

	memset(k, 0, sizeof(*k));
	k->sink.ctx = k;
	k->sink.block = keep;
	return options;
}

static void kept_free(struct kept *k)
{
	free(k->cells);
	free(k->samples);
}

static const struct cell_record *record_of(const struct kept *k, size_t cell)
{
	size_t i;

	for (i = 0; i < k->ncells; i++)
		if (k->cells[i].cell == cell)
			return &k->cells[i];
	ck_abort_msg("cell %zu has no record", cell);
	return NULL;
}

static const struct sample *sample_of(const struct kept *k, size_t cell,
				      uint32_t repeat)
{
	size_t i;

	for (i = 0; i < k->nsamples; i++)
		if (k->samples[i].cell == cell &&
		    k->samples[i].repeat == repeat)
			return &k->samples[i];
	ck_abort_msg("cell %zu, repeat %u is missing", cell, repeat);
	return NULL;
}

/* Checks that every planned repeat was kept once, and nothing else. */
static void check_complete(const struct kept *k, const struct plan *plan)
{
	size_t i, planned = 0;
	uint32_t r;

	for (i = 0; i < plan->count; i++) {
		planned += plan->cells[i].repeats;
		for (r = 0; r < plan->cells[i].repeats; r++)
			sample_of(k, i, r);
		ck_assert_uint_eq(record_of(k, i)->repeats,
				  plan->cells[i].repeats);
	}
	ck_assert_uint_eq(k->nsamples, planned);
	ck_assert_uint_eq(k->ncells, plan->count);
}

/* Checks that the result counts the samples by their statuses. */
static void check_counts(const struct kept *k, const struct run_result *result)
{
	size_t count[SAMPLE_SKIPPED + 1] = { 0 }, i;

	for (i = 0; i < k->nsamples; i++)
		count[k->samples[i].status]++;
	for (i = 0; i <= SAMPLE_SKIPPED; i++)
		ck_assert_uint_eq(result->samples[i], count[i]);
}

/* ---- real strategies --------------------------------------------------- */

/* All strategies with both kernels and types, and two sizes. */
static void plan_of_all(struct plan *plan, const char *rest)
{
	struct str text = { 0 };
	size_t i;

	str_add(&text, "n,kernel,dtype,workers,chunks,repeats,strategy\n");
	str_addf(&text, "%s,", rest);
	for (i = 0; strategy_table[i]; i++)
		if (!strategy_missing(strategy_table[i]))
			str_addf(&text, " %s", strategy_table[i]->name);
	must_read(plan, text.text);
	str_free(&text);
}

static void check_good_cell(const struct kept *k, const struct plan *plan,
			    size_t i)
{
	const struct cell *cell = &plan->cells[i];
	const struct strategy *s = strategy_find(cell->strategy);
	const struct kernel *kernel = kernel_find(cell->kernel, cell->dtype);
	const struct cell_record *record = record_of(k, i);
	bool verified = !(s->flags & STRATEGY_NO_RESULT);
	uint32_t r;

	ck_assert_int_eq(record->status, SAMPLE_OK);
	ck_assert_str_eq(record->reason, "");
	ck_assert_uint_gt(record->calls, 0);
	ck_assert_uint_gt(record->warmups, 0);
	ck_assert_int_ge(record->open_ns, 0);
	ck_assert_int_ge(record->first_ns, verified);
	ck_assert_int_eq(record->has_reference, verified);
	if (verified)
		ck_assert_int_eq(record->exact,
				 (kernel->flags & KERNEL_FIXED_ORDER) != 0);
	for (r = 0; r < cell->repeats; r++) {
		const struct sample *p = sample_of(k, i, r);

		ck_assert_int_eq(p->status, SAMPLE_OK);
		ck_assert_uint_eq(p->round, r);
		ck_assert_uint_eq(p->calls, record->calls);
		ck_assert_str_eq(p->reason, "");
		ck_assert_int_gt(p->total_ns, 0);
		ck_assert_int_eq(p->total_ns, p->spawn_ns + p->dispatch_ns +
						  p->compute_ns +
						  p->collect_ns);
		ck_assert_int_eq(p->has_result, verified);
		if (verified && record->exact)
			ck_assert_uint_eq(sample_bits(p->result),
					  sample_bits(record->reference));
		else if (verified)
			ck_assert_double_le(fabs(p->result - record->reference),
					    record->bound);
		if (r) /* each round starts after the previous one */
			ck_assert_int_gt(p->start_ns,
					 sample_of(k, i, r - 1)->start_ns);
	}
}

START_TEST(real_strategies)
{
	struct run_options options;
	struct run_result result;
	struct err err = { 0 };
	struct kept k;
	struct plan plan;
	size_t i, planned = 0;

	plan_of_all(&plan, kernel_missing(kernel_find("blas", "f64"))
			       ? "1000 300,native,f64 f32,2,1 2,4"
			       : "1000 300,blas native,f64 f32,2,1 2,4");
	options = options_for(&k, 99);
	ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
		      err.text);
	ck_assert_str_eq(result.trouble, "");
	ck_assert_int_eq(result.interrupted, 0);
	ck_assert_uint_eq(k.blocks, 4);
	check_complete(&k, &plan);
	check_counts(&k, &result);
	for (i = 0; i < plan.count; i++) {
		planned += plan.cells[i].repeats;
		check_good_cell(&k, &plan, i);
	}
	ck_assert_uint_eq(result.samples[SAMPLE_OK], planned);
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(repeats_of_a_block_may_differ)
{
	const char *text = "strategy,n,repeats\nserial,100,7\nshm,100,3\n"
			   "null,100,1\nserial,200,2\n";
	struct run_options options;
	struct run_result result;
	struct err err = { 0 };
	struct kept k;
	struct plan plan;
	size_t i;

	must_read(&plan, text);
	options = options_for(&k, 1);
	ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
		      err.text);
	check_complete(&k, &plan);
	for (i = 0; i < plan.count; i++)
		check_good_cell(&k, &plan, i);
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 13);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

/* What the kernel counts, in place of the CPU: the thread's time in nanoseconds,
 * page faults, and an event that there is not. */
static const struct perf_event kernel_events[PERF_COUNTERS] = {
	{ PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK, -1 },
	{ PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS, -1 },
	{ PERF_TYPE_SOFTWARE, 1000000, -1 },
};

/* Runs the plan in one session or several, each then a process of its own. */
static void check_counted(const struct plan *plan,
			  const struct perf_event *events, uint32_t sessions)
{
	struct run_options options;
	struct run_result result;
	struct err err = { 0 };
	struct perf perf;
	bool can = !perf_open(&perf, events, NULL);
	struct kept k;
	size_t i;

	perf_close(&perf);
	if (!can)
		printf("skipped: no such counters here\n");
	options = options_for(&k, 3);
	options.sessions = sessions;
	options.events = events;
	ck_assert_msg(!run_plan(plan, &options, &result, &err), "%s", err.text);
	ck_assert_uint_eq(k.nsamples, 3 * sessions * plan->count);
	for (i = 0; i < k.nsamples; i++) {
		const struct sample *p = &k.samples[i];
		const struct cell *cell = &plan->cells[p->cell];
		bool counted = can && strcmp(cell->strategy, "fork") &&
			       strcmp(cell->strategy, "pipe") &&
			       (int)cell->workers <= pin_cpu_count();

		ck_assert_int_eq(p->status, SAMPLE_OK);
		unit_must(counted == (p->noise.instructions != SAMPLE_UNKNOWN),
			  "%s, %u workers: %" PRId64, cell->strategy,
			  cell->workers, p->noise.instructions);
		if (!counted || events == perf_hardware)
			continue;
		ck_assert_int_gt(p->noise.instructions, 0);
		ck_assert_int_ge(p->noise.cycles, 0);
		ck_assert_int_eq(p->noise.cache_misses, SAMPLE_UNKNOWN);
	}
	kept_free(&k);
}

/* The others sleep while they are timed: counters would slow that down. */
START_TEST(counted_where_the_caller_is_awake)
{
	struct plan plan;

	must_read(&plan, "strategy,n,workers,repeats\n"
			 "null serial shm ring fork pipe,1000,2 64,3\n");
	check_counted(&plan, kernel_events, 1);
	check_counted(&plan, kernel_events, 2);
	check_counted(&plan, perf_hardware, 1);
	plan_free(&plan);
}
END_TEST

/* The order in which the cells of a round ran, found from their start times. */
static void order_of_round(const struct kept *k, size_t ncells, uint32_t round,
			   size_t *order)
{
	size_t i, j, at;

	for (i = 0; i < ncells; i++) {
		int64_t start = sample_of(k, i, round)->start_ns;

		for (j = 0, at = 0; j < ncells; j++)
			at += sample_of(k, j, round)->start_ns < start;
		order[at] = i;
	}
}

START_TEST(a_seed_makes_a_run)
{
	const char *text = "strategy,n,workers,repeats\n"
			   "serial fork pipe shm,1000,1 2 3,4\n";
	static const uint64_t seeds[] = { 42, 42, 43 };
	size_t order[3][4][10], i;
	struct kept k[3];
	struct plan plan;
	bool same = true;
	uint32_t r;

	must_read(&plan, text);
	ck_assert_uint_eq(plan.count, 10);
	for (i = 0; i < 3; i++) {
		struct run_options options = options_for(&k[i], seeds[i]);
		struct run_result result;
		struct err err = { 0 };

		ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
			      err.text);
		for (r = 0; r < 4; r++)
			order_of_round(&k[i], plan.count, r, order[i][r]);
	}
	for (r = 0; r < 4; r++) {
		size_t drawn[10];

		order_draw(42, 0, r, drawn, plan.count);
		ck_assert_int_eq(memcmp(order[0][r], drawn, sizeof(drawn)), 0);
		ck_assert_int_eq(
		    memcmp(order[0][r], order[1][r], sizeof(drawn)), 0);
		same = same && !memcmp(order[0][r], order[2][r], sizeof(drawn));
		if (r)
			ck_assert_int_ne(
			    memcmp(order[0][r], order[0][r - 1], sizeof(drawn)),
			    0);
	}
	ck_assert(!same);
	for (i = 0; i < plan.count; i++) {
		const struct sample *p = sample_of(&k[0], i, 0);

		ck_assert_uint_eq(sample_bits(p->result),
				  sample_bits(sample_of(&k[1], i, 0)->result));
		ck_assert_uint_ne(sample_bits(p->result),
				  sample_bits(sample_of(&k[2], i, 0)->result));
	}
	for (i = 0; i < 3; i++)
		kept_free(&k[i]);
	plan_free(&plan);
}
END_TEST

START_TEST(vectors_come_from_the_seed)
{
	struct run_options options;
	struct run_result result;
	struct err err = { 0 };
	double x[1000], y[1000];
	struct plan plan;
	struct kept k;

	must_read(&plan, "strategy,n,repeats\nserial shm,1000,1\n");
	options = options_for(&k, 31337);
	ck_assert_int_eq(run_plan(&plan, &options, &result, &err), 0);
	fill_vector(DTYPE_F64, 31337, 0, 0, 1000, x);
	fill_vector(DTYPE_F64, 31337, 1, 0, 1000, y);
	ck_assert_uint_eq(
	    sample_bits(sample_of(&k, 1, 0)->result),
	    sample_bits(kernel_find("native", "f64")->dot(x, y, 1000)));
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

/* ---- fake strategies: everything that can go wrong --------------------- */

/* The calls of the fakes, counted over all fakes. */
static struct {
	int opens, closes, readies, rests, onces;
	int64_t opened_ns, rested_ns; /* of `sleepy`; rested: first time */
} asked;

static struct fake {
	const struct kernel *kernel;
	const struct vectors *vectors;
} the_fake;

static const char *fake_missing(const struct strategy *self)
{
	(void)self;
	return NULL;
}

static const char *no_mpirun(const struct strategy *self)
{
	(void)self;
	return "mpirun is not installed: apt install openmpi-bin";
}

static int fake_open(void **state, const struct cell *cell,
		     const struct kernel *kernel, const struct vectors *vectors,
		     struct err *err)
{
	(void)cell, (void)err;
	asked.opens++;
	the_fake.kernel = kernel;
	the_fake.vectors = vectors;
	*state = &the_fake;
	return 0;
}

static int open_fails(void **state, const struct cell *cell,
		      const struct kernel *kernel,
		      const struct vectors *vectors, struct err *err)
{
	fake_open(state, cell, kernel, vectors, err);
	return err_set(err, ERR_ENVIRONMENT, "open %d went wrong", asked.opens);
}

/* Opens cells of n = 100 only. */
static int open_declines(void **state, const struct cell *cell,
			 const struct kernel *kernel,
			 const struct vectors *vectors, struct err *err)
{
	fake_open(state, cell, kernel, vectors, err);
	return vectors->n == 100
		   ? 0
		   : err_set(err, ERR_MISSING, "only n = 100 can be done");
}

static int64_t a_day(const void *state)
{
	(void)state;
	return INT64_C(86400000000000);
}

static int fake_ready(void *state, int64_t deadline_ns, struct err *err)
{
	(void)state, (void)deadline_ns, (void)err;
	asked.readies++;
	return 0;
}

static int ready_fails(void *state, int64_t deadline_ns, struct err *err)
{
	fake_ready(state, deadline_ns, err);
	return err_set(err, ERR_FAILED, "ready %d went wrong", asked.readies);
}

static void fake_rest(void *state)
{
	(void)state;
	asked.rests++;
}

/* Takes 20 ms; notes when the first call begins. */
static void rest_long(void *state)
{
	struct timespec nap = { 0, 20 * CLOCK_NS_PER_MS };

	if (!asked.rested_ns)
		asked.rested_ns = clock_ns();
	fake_rest(state);
	nanosleep(&nap, NULL);
}

static int open_noted(void **state, const struct cell *cell,
		      const struct kernel *kernel,
		      const struct vectors *vectors, struct err *err)
{
	int rc = fake_open(state, cell, kernel, vectors, err);

	asked.opened_ns = clock_ns();
	return rc;
}

static void fake_close(void *state)
{
	asked.closes++;
	/* close() comes once per open(), with the state that open() made */
	if (state != &the_fake || asked.closes > asked.opens)
		abort();
}

/* A call of 20 us whose result is too large by `wrong`. */
static int result_off_by(void *state, const struct request *request,
			 struct sample *sample, double wrong)
{
	const struct fake *f = state;
	uint32_t i;

	asked.onces++;
	for (i = 0; i < request->calls; i++)
		sample_add_result(sample,
				  f->kernel->dot(f->vectors->x, f->vectors->y,
						 f->vectors->n) +
				      wrong);
	sample->mark_every = 1;
	sample->active = 1;
	sample_apportion(sample, 20000 * (int64_t)request->calls);
	return 0;
}

static int once_good(void *state, const struct request *request,
		     struct sample *sample, struct err *err)
{
	(void)err;
	return result_off_by(state, request, sample, 0);
}

/* The last bit of the result is wrong. */
static int once_wrong(void *state, const struct request *request,
		      struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	sample->result = nextafter(sample->result, 10);
	return 0;
}

static int once_far_off(void *state, const struct request *request,
			struct sample *sample, struct err *err)
{
	(void)err;
	return result_off_by(state, request, sample, 1e-6);
}

static int once_nan(void *state, const struct request *request,
		    struct sample *sample, struct err *err)
{
	(void)err;
	return result_off_by(state, request, sample, (double)NAN);
}

static int once_silent(void *state, const struct request *request,
		       struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	sample->has_result = false;
	return 0;
}

static int once_fickle(void *state, const struct request *request,
		       struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	sample_add_result(sample, sample->result + 1);
	sample->result -= 1;
	return 0;
}

static int once_fails(void *state, const struct request *request,
		      struct sample *sample, struct err *err)
{
	/* the sample is filled all the same: the runner must discard it */
	once_good(state, request, sample, err);
	return err_set(err, ERR_FAILED, "worker 1 (process 7) is gone");
}

static int once_late(void *state, const struct request *request,
		     struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	return err_set(err, ERR_TIMEOUT, "not finished before the time-out");
}

/* The 13th call fails: that is the third round (1 + 1 + 8 before the first). */
static int once_stumbles(void *state, const struct request *request,
			 struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	return asked.onces == 13 ? err_set(err, ERR_FAILED, "stumbled") : 0;
}

/* Two calls of three fail: never enough in a row for the runner to give up. */
static int once_limps(void *state, const struct request *request,
		      struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	return asked.onces > 10 && asked.onces % 3
		   ? err_set(err, ERR_FAILED, "limped")
		   : 0;
}

/* Each turn takes 5 % longer than the previous one. */
static int once_slower(void *state, const struct request *request,
		       struct sample *sample, struct err *err)
{
	once_good(state, request, sample, err);
	sample_apportion(sample, (int64_t)(20000 * pow(1.05, asked.onces)));
	return 0;
}

static int once_interrupted(void *state, const struct request *request,
			    struct sample *sample, struct err *err)
{
	const struct fake *f = state;

	once_good(state, request, sample, err);
	if (f->vectors->n == 200 && asked.onces == 35)
		raise(SIGTERM);
	return 0;
}

#define FAKE(word, how)                                                     \
	{                                                                   \
		.name = word, .summary = "a fake", .missing = fake_missing, \
		.open = fake_open, .ready = fake_ready, .rest = fake_rest,  \
		.once = how, .close = fake_close                            \
	}

static const struct strategy fakes[] = {
	FAKE("good", once_good),
	FAKE("wrong", once_wrong),
	FAKE("far_off", once_far_off),
	FAKE("nan", once_nan),
	FAKE("silent", once_silent),
	FAKE("fickle", once_fickle),
	FAKE("fails", once_fails),
	FAKE("late", once_late),
	FAKE("stumbles", once_stumbles),
	FAKE("limps", once_limps),
	FAKE("interrupted", once_interrupted),
	FAKE("slower", once_slower),
	{ .name = "plain",
	  .summary = "a fake",
	  .missing = fake_missing,
	  .open = fake_open,
	  .once = once_good,
	  .close = fake_close },
	{ .name = "sleepy",
	  .summary = "a fake",
	  .missing = fake_missing,
	  .open = open_noted,
	  .ready = fake_ready,
	  .rest = rest_long,
	  .once = once_good,
	  .close = fake_close },
	{ .name = "absent",
	  .summary = "a fake",
	  .missing = no_mpirun,
	  .open = open_fails,
	  .once = once_good,
	  .close = fake_close },
	{ .name = "declines",
	  .summary = "a fake",
	  .open = open_declines,
	  .opened_ns = a_day,
	  .once = once_good,
	  .close = fake_close },
	{ .name = "closed",
	  .summary = "a fake",
	  .missing = fake_missing,
	  .open = open_fails,
	  .once = once_good,
	  .close = fake_close },
	{ .name = "asleep",
	  .summary = "a fake",
	  .missing = fake_missing,
	  .open = fake_open,
	  .ready = ready_fails,
	  .rest = fake_rest,
	  .once = once_good,
	  .close = fake_close },
};

#define FAKES UNIT_COUNT(fakes)

/* Runs a plan of fakes, with their vocabulary and their strategy table. */
static int run_fakes(const char *text, struct kept *k,
		     struct run_result *result, struct plan *plan,
		     struct err *err)
{
	static const struct strategy *table[FAKES + 1];
	static struct plan_word names[FAKES + 1];
	struct plan_words own = words;
	size_t fail_at = k->fail_at, i;
	struct run_options options;

	for (i = 0; i < FAKES; i++) {
		table[i] = &fakes[i];
		names[i].name = fakes[i].name;
	}
	own.strategies = names;
	memset(&asked, 0, sizeof(asked));
	ck_assert_msg(!plan_read_text(plan, text, strlen(text), "p", &own, err),
		      "%s", err->text);
	options = options_for(k, 5);
	options.strategies = table;
	k->fail_at = fail_at;
	return run_plan(plan, &options, result, err);
}

/* run_fakes() of a run that goes through: every planned repeat is there and is
 * counted. */
static void run_fakes_through(const char *text, struct kept *k,
			      struct run_result *result, struct plan *plan)
{
	struct err err = { 0 };

	ck_assert_msg(!run_fakes(text, k, result, plan, &err), "%s", err.text);
	check_complete(k, plan);
	check_counts(k, result);
}

START_TEST(fakes_are_found_out)
{
	static const struct {
		const char *strategy, *kernel;
		enum sample_status status;
		const char *reason; /* how that of the first repeat begins */
	} cases[] = {
		{ "good", "native", SAMPLE_OK, "" },
		{ "good", "blas", SAMPLE_OK, "" },
		{ "wrong", "native", SAMPLE_WRONG, "bits differ from serial" },
		{ "wrong", "blas", SAMPLE_OK, "" }, /* within the bound */
		{ "far_off", "native", SAMPLE_WRONG, "bits differ" },
		{ "far_off", "blas", SAMPLE_WRONG, "outside the error bound" },
		{ "nan", "native", SAMPLE_WRONG, "bits differ" },
		{ "nan", "blas", SAMPLE_WRONG, "outside the error bound" },
		{ "silent", "native", SAMPLE_WRONG, "no result" },
		{ "fickle", "native", SAMPLE_WRONG, "calls of one repeat" },
		{ "fickle", "blas", SAMPLE_WRONG, "calls of one repeat" },
		{ "fails", "native", SAMPLE_FAILED, "worker 1 (process 7)" },
		{ "late", "native", SAMPLE_TIMEOUT, "not finished before" },
		{ "closed", "native", SAMPLE_FAILED, "open 2 went wrong" },
		{ "asleep", "native", SAMPLE_FAILED, "ready 2 went wrong" },
	};
	size_t i;
	uint32_t r;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct run_result result;
		struct kept k = { 0 };
		struct plan plan;
		char text[200];

		if (kernel_missing(kernel_find(cases[i].kernel, "f64")))
			continue;
		snprintf(text, sizeof(text),
			 "strategy,kernel,n,repeats\n%s,%s,1000,6\n",
			 cases[i].strategy, cases[i].kernel);
		run_fakes_through(text, &k, &result, &plan);
		ck_assert_int_eq(record_of(&k, 0)->status, cases[i].status);
		ck_assert_uint_eq(result.samples[cases[i].status], 6);
		for (r = 0; r < 6; r++) {
			const struct sample *p = sample_of(&k, 0, r);

			ck_assert_int_eq(p->status, cases[i].status);
			ck_assert_uint_eq(p->round, r);
			if (p->status > SAMPLE_WRONG)
				ck_assert_msg(!p->has_result && !p->total_ns &&
						  !p->calls,
					      "%s: traces of a failure",
					      cases[i].strategy);
			if (r == 0)
				ck_assert_msg(
				    !strncmp(p->reason, cases[i].reason,
					     strlen(cases[i].reason)),
				    "%s: %s", cases[i].strategy, p->reason);
			else if (p->status != SAMPLE_OK)
				ck_assert_uint_gt(strlen(p->reason), 0);
		}
		ck_assert_int_eq(result.trouble[0] != '\0',
				 cases[i].status != SAMPLE_OK);
		ck_assert_int_eq(asked.opens, asked.closes);
		kept_free(&k);
		plan_free(&plan);
	}
}
END_TEST

START_TEST(three_failures_are_enough)
{
	/* expected calls: settling, then three rounds, then none */
	static const struct {
		const char *strategy;
		enum sample_status status;
		int opens, onces;
	} cases[] = {
		{ "fails", SAMPLE_FAILED, 4, 4 },
		{ "late", SAMPLE_TIMEOUT, 4, 4 },
		{ "closed", SAMPLE_FAILED, 4, 0 },
		{ "asleep", SAMPLE_FAILED, 4, 0 },
	};
	size_t i;
	uint32_t r;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		struct run_result result;
		struct err err = { 0 };
		struct kept k = { 0 };
		struct plan plan;
		char text[200];

		snprintf(text, sizeof(text), "strategy,n,repeats\n%s,100,9\n",
			 cases[i].strategy);
		ck_assert_int_eq(run_fakes(text, &k, &result, &plan, &err), 0);
		for (r = 0; r < 9; r++) {
			const struct sample *p = sample_of(&k, 0, r);

			ck_assert_int_eq(p->status, cases[i].status);
			ck_assert_msg(!strncmp(p->reason, "not tried after 3",
					       17) == (r >= RUN_PATIENCE),
				      "%s, repeat %u: %s", cases[i].strategy, r,
				      p->reason);
		}
		ck_assert_int_eq(asked.opens, cases[i].opens);
		ck_assert_int_eq(asked.closes, cases[i].opens);
		ck_assert_int_eq(asked.onces, cases[i].onces);
		ck_assert_ptr_nonnull(strstr(result.trouble, "/100/"));
		kept_free(&k);
		plan_free(&plan);
	}
}
END_TEST

START_TEST(one_failure_is_forgiven)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { 0 };
	struct plan plan;
	uint32_t r;

	ck_assert_int_eq(run_fakes("strategy,n,repeats\nstumbles,100,9\n", &k,
				   &result, &plan, &err),
			 0);
	check_complete(&k, &plan);
	ck_assert_uint_eq(result.samples[SAMPLE_FAILED], 1);
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 8);
	for (r = 0; r < 9; r++)
		if (sample_of(&k, 0, r)->status == SAMPLE_FAILED) {
			const struct sample *p = sample_of(&k, 0, r);

			/* nothing measured before the failure is kept */
			ck_assert_str_eq(p->reason, "stumbled");
			ck_assert(!p->has_result && !p->total_ns && !p->calls &&
				  !p->compute_ns && !p->active);
			ck_assert_uint_eq(p->round, r);
			ck_assert_int_gt(p->start_ns, 0);
		}
	/* the cell was opened again after its lost workers were closed */
	ck_assert_int_eq(asked.opens, 2);
	ck_assert_int_eq(asked.closes, 2);
	ck_assert_int_eq(asked.rests, asked.readies - 1);
	/* a cell has the status of its worst sample */
	ck_assert_int_eq(record_of(&k, 0)->status, SAMPLE_FAILED);
	ck_assert_str_eq(record_of(&k, 0)->reason, "stumbled");
	ck_assert_ptr_nonnull(
	    strstr(result.trouble, "stumbles/native/f64/100"));
	kept_free(&k);
	plan_free(&plan);

	/* never three failures in a row: every repeat is tried */
	ck_assert_int_eq(run_fakes("strategy,n,repeats\nlimps,100,30\n", &k,
				   &result, &plan, &err),
			 0);
	check_complete(&k, &plan);
	ck_assert_uint_gt(result.samples[SAMPLE_FAILED], 10);
	ck_assert_uint_gt(result.samples[SAMPLE_OK], 8);
	for (r = 0; r < 30; r++)
		ck_assert_int_ne(
		    strncmp(sample_of(&k, 0, r)->reason, "not tried", 9), 0);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(what_is_missing_is_skipped)
{
	struct run_result result;
	struct kept k = { 0 };
	struct plan plan;
	uint32_t r;

	run_fakes_through("strategy,n,repeats\nabsent,100,4\ngood,100,3\n", &k,
			  &result, &plan);
	for (r = 0; r < 4; r++) {
		ck_assert_int_eq(sample_of(&k, 0, r)->status, SAMPLE_SKIPPED);
		ck_assert_str_eq(sample_of(&k, 0, r)->reason, no_mpirun(NULL));
		ck_assert_uint_eq(sample_of(&k, 0, r)->round, r);
	}
	ck_assert_int_eq(record_of(&k, 0)->status, SAMPLE_SKIPPED);
	ck_assert_str_eq(record_of(&k, 0)->reason, no_mpirun(NULL));
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 3);
	ck_assert_int_eq(asked.opens, 1);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

/* A strategy may find out only when it opens a cell that it cannot run it. The
 * cold start is what it says. */
START_TEST(what_open_misses_is_skipped)
{
	struct run_result result;
	struct kept k = { 0 };
	struct plan plan;
	uint32_t r;

	run_fakes_through("strategy,n,repeats\ndeclines good,100 200,4\n", &k,
			  &result, &plan);
	ck_assert_int_eq(record_of(&k, 0)->status, SAMPLE_OK);
	ck_assert(record_of(&k, 0)->open_ns == a_day(NULL));
	ck_assert_str_eq(plan.cells[2].strategy, "declines");
	for (r = 0; r < 4; r++) {
		ck_assert_int_eq(sample_of(&k, 2, r)->status, SAMPLE_SKIPPED);
		ck_assert_str_eq(sample_of(&k, 2, r)->reason,
				 "only n = 100 can be done");
	}
	ck_assert_int_eq(record_of(&k, 2)->status, SAMPLE_SKIPPED);
	ck_assert(!record_of(&k, 2)->has_reference);
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 12);
	ck_assert_uint_eq(result.samples[SAMPLE_SKIPPED], 4);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(one_bad_cell_spoils_no_other)
{
	struct run_result result;
	struct kept k = { 0 };
	struct plan plan;
	size_t i;

	run_fakes_through("strategy,n,repeats\ngood fails wrong late closed "
			  "absent,100 200,5\n",
			  &k, &result, &plan);
	for (i = 0; i < plan.count; i++) {
		enum sample_status want =
		    !strcmp(plan.cells[i].strategy, "good")     ? SAMPLE_OK
		    : !strcmp(plan.cells[i].strategy, "wrong")  ? SAMPLE_WRONG
		    : !strcmp(plan.cells[i].strategy, "late")   ? SAMPLE_TIMEOUT
		    : !strcmp(plan.cells[i].strategy, "absent") ? SAMPLE_SKIPPED
								: SAMPLE_FAILED;

		ck_assert_int_eq(record_of(&k, i)->status, want);
	}
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 10);
	ck_assert_uint_eq(result.samples[SAMPLE_FAILED], 20);
	ck_assert_int_eq(asked.opens, asked.closes);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(calls_are_calibrated)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { 0 };
	struct plan plan;

	/* a call of 20 us is long enough to be a repeat by itself */
	ck_assert_int_eq(run_fakes("strategy,n,repeats\ngood,100,2\n", &k,
				   &result, &plan, &err),
			 0);
	ck_assert_uint_eq(record_of(&k, 0)->calls, 1);
	ck_assert_uint_eq(record_of(&k, 0)->warmups, 8);
	ck_assert(record_of(&k, 0)->settled);
	/* first, calibration, warm-ups, repeats; each with ready and rest */
	ck_assert_int_eq(asked.onces, 1 + 1 + 8 + 2);
	ck_assert_int_eq(asked.readies, asked.onces);
	ck_assert_int_eq(asked.rests, asked.onces);
	kept_free(&k);
	plan_free(&plan);

	/* without ready() an untimed call precedes every turn but the first */
	ck_assert_int_eq(run_fakes("strategy,n,repeats\nplain,100,2\n", &k,
				   &result, &plan, &err),
			 0);
	ck_assert_uint_eq(record_of(&k, 0)->calls, 1);
	ck_assert_int_eq(asked.onces, 1 + 2 * (1 + 8 + 2));
	ck_assert_int_eq(asked.readies, 0);
	kept_free(&k);
	plan_free(&plan);

	/* a call of null takes almost no time: a repeat has many calls */
	must_read(&plan, "strategy,n,repeats\nnull,100,2\n");
	struct run_options options = options_for(&k, 1);

	ck_assert_int_eq(run_plan(&plan, &options, &result, &err), 0);
	ck_assert_uint_gt(record_of(&k, 0)->calls, 1);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(going_to_sleep_is_not_timed)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { 0 };
	struct plan plan;

	ck_assert_int_eq(run_fakes("strategy,n,repeats\nsleepy,100,1\n", &k,
				   &result, &plan, &err),
			 0);
	/* first_ns covers at most the time from open() to rest() */
	ck_assert_int_le(record_of(&k, 0)->first_ns,
			 asked.rested_ns - asked.opened_ns);
	ck_assert_int_ge(record_of(&k, 0)->first_ns, 0);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(what_drifts_never_settles)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { 0 };
	struct plan plan;

	ck_assert_int_eq(run_fakes("strategy,n,repeats\nslower,100,2\n", &k,
				   &result, &plan, &err),
			 0);
	ck_assert_uint_eq(record_of(&k, 0)->warmups, 100);
	ck_assert(!record_of(&k, 0)->settled);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

/* Three sessions; some cells have one or two of them stored already. The rest
 * is measured and numbered as if none were stored. */
START_TEST(sessions)
{
	static const struct cell_known known[] = { { 1, 7 },
						   { 1, 9 },
						   { 2, 0 } };
	static const struct cell_known one_left[] = { { 3, 7 },
						      { 2, 9 },
						      { 3, 0 } };
	struct run_result result;
	struct err err = { 0 };
	struct run_options options;
	struct plan plan;
	struct kept k;
	uint32_t r;

	must_read(&plan, "strategy,n,repeats\nserial,1000,4\nnull,1000,2\n"
			 "serial,2000,3\n");
	options = options_for(&k, 1);
	options.sessions = 3;
	options.colds = 2;
	ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
		      err.text);
	ck_assert_uint_eq(k.nsamples, 3 * (4 + 2 + 3));
	ck_assert_uint_eq(k.colds, 3 * 3);
	/* the control `distance` exists only where a second CPU is free */
	ck_assert_uint_ge(k.controls, 3 * 3 * (CONTROL_MAX - 1));
	ck_assert_uint_le(k.controls, 3 * 3 * CONTROL_MAX);
	for (r = 0; r < 12; r++)
		ck_assert_uint_eq(sample_of(&k, 0, r)->round, r);
	/* a session has the other cell's 4 rounds, two without this cell */
	for (r = 0; r < 6; r++)
		ck_assert_uint_eq(sample_of(&k, 1, r)->round,
				  r / 2 * 4 + r % 2);
	/* all sessions use the calls per repeat of the first */
	for (r = 0; r < 12; r++)
		ck_assert_uint_eq(sample_of(&k, 0, r)->calls,
				  sample_of(&k, 0, 0)->calls);
	kept_free(&k);

	options.sink = &k.sink;
	options = options_for(&k, 1);
	options.sessions = 3;
	options.known = known;
	ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
		      err.text);
	ck_assert_uint_eq(k.nsamples, 2 * (4 + 2) + 3);
	for (r = 4; r < 12; r++)
		ck_assert_uint_eq(sample_of(&k, 0, r)->calls, 7);
	for (r = 6; r < 9; r++)
		sample_of(&k, 2, r);
	kept_free(&k);

	/* one cell of the block is left: its rounds are not those stored */
	options.sink = &k.sink;
	options = options_for(&k, 1);
	options.sessions = 3;
	options.known = one_left;
	ck_assert_msg(!run_plan(&plan, &options, &result, &err), "%s",
		      err.text);
	ck_assert_uint_eq(k.nsamples, 2);
	ck_assert_uint_eq(k.ncells, 1);
	for (r = 4; r < 6; r++)
		ck_assert_uint_eq(sample_of(&k, 1, r)->round, 2 * 4 + r - 4);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

/* An error in a session's process is reported as if it came from this one. */
START_TEST(a_full_sink_ends_all_sessions)
{
	struct run_result result;
	struct err err = { 0 };
	struct run_options options;
	struct plan plan;
	struct kept k;

	must_read(&plan, "strategy,n,repeats\nserial,1000 2000,4\n");
	options = options_for(&k, 1);
	options.sessions = 3;
	k.fail_at = 3;
	ck_assert_int_eq(run_plan(&plan, &options, &result, &err), -1);
	ck_assert_str_eq(err.text, "the sink is full");
	ck_assert_uint_eq(k.nsamples, 8);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(a_full_sink_ends_the_run)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { .fail_at = 2 };
	struct plan plan;

	ck_assert_int_eq(run_fakes("strategy,n,repeats\ngood,100 200 300,2\n",
				   &k, &result, &plan, &err),
			 -1);
	ck_assert_int_eq(err.kind, ERR_STORAGE);
	ck_assert_str_eq(err.text, "the sink is full");
	ck_assert_uint_eq(k.blocks, 2);
	ck_assert_uint_eq(k.nsamples, 2);
	ck_assert_int_eq(asked.opens, asked.closes);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(an_interrupt_keeps_whole_blocks)
{
	struct run_result result;
	struct err err = { 0 };
	struct kept k = { 0 };
	struct plan plan;

	interrupt_install();
	ck_assert_msg(!run_fakes("strategy,n,repeats\n"
				 "interrupted,100 200 300,9\n",
				 &k, &result, &plan, &err),
		      "%s", err.text);
	ck_assert_int_eq(result.interrupted, SIGTERM);
	ck_assert_uint_eq(k.blocks, 1);
	ck_assert_uint_eq(k.nsamples, 9);
	ck_assert_uint_eq(result.samples[SAMPLE_OK], 9);
	ck_assert_int_eq(asked.opens, asked.closes);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

struct told {
	size_t calls, done, blocks;
	bool backwards;
	struct run_progress last;
};
static struct told told; /* by progress_reaches_the_end */

static void on_progress(void *ctx, const struct run_progress *p)
{
	struct told *t = &told;

	(void)ctx;
	t->calls++;
	t->blocks += p->block_done;
	t->backwards = t->backwards || p->done < t->done ||
		       p->done > p->planned || p->block > p->blocks ||
		       p->elapsed_ns < t->last.elapsed_ns || p->left_ns < 0;
	t->done = p->done;
	t->last = *p;
}

START_TEST(progress_reaches_the_end)
{
	struct run_options options;
	struct run_result result;
	struct err err = { 0 };
	struct plan plan;
	struct kept k;

	must_read(&plan, "strategy,n,repeats\nserial shm,100 200 300,5\n");
	options = options_for(&k, 1);
	options.sink->progress = on_progress;
	ck_assert_int_eq(run_plan(&plan, &options, &result, &err), 0);
	ck_assert(!told.backwards);
	ck_assert_uint_eq(told.blocks, 3);
	ck_assert_uint_eq(told.last.planned, 30);
	ck_assert_uint_eq(told.last.done, 30);
	ck_assert_uint_eq(told.last.block, 3);
	ck_assert_uint_eq(told.last.blocks, 3);
	ck_assert_uint_ge(told.calls, 30);
	kept_free(&k);
	plan_free(&plan);
}
END_TEST

START_TEST(estimates_grow)
{
	struct cell cell = { .strategy = "shm",
			     .kernel = "native",
			     .dtype = "f64",
			     .n = 1000,
			     .workers = 2,
			     .chunks = 1,
			     .repeats = 15 };
	double small = estimate_cell_ns(&cell), block, copied;

	block = estimate_block_ns(&cell);
	ck_assert_double_gt(small, 0);
	ck_assert_double_gt(block, 0);
	cell.repeats = 30;
	ck_assert_double_gt(estimate_cell_ns(&cell), small);
	cell.n = 100000000;
	ck_assert_double_gt(estimate_cell_ns(&cell), 100 * small);
	ck_assert_double_gt(estimate_block_ns(&cell), block);
	copied = estimate_cell_ns(&cell);
	strcpy(cell.strategy, "pipe");
	ck_assert_double_gt(estimate_cell_ns(&cell), copied);
}
END_TEST

/* ---- host -------------------------------------------------------------- */

START_TEST(host_is_stable)
{
	struct machine a, b;
	struct build build;
	struct facts facts;
	size_t i, j;

	machine_describe(&a);
	machine_describe(&b);
	ck_assert_uint_eq(strlen(a.key), 16);
	ck_assert_uint_eq(strspn(a.key, "0123456789abcdef"), 16);
	ck_assert_mem_eq(&a, &b, sizeof(a));
	ck_assert_uint_gt(strlen(a.cpu_model), 0);
	ck_assert_int_ge(a.cpus, 1);
	ck_assert_int_ge(a.numa_nodes, 1);
	ck_assert_int_gt(a.memory_bytes, 0);
	ck_assert_int_eq(a.memory_bytes % (256 << 20), 0);

	program_build(&build);
	ck_assert(build.version && *build.version && build.source &&
		  *build.source && build.compiler && build.flags &&
		  build.libc && *build.libc && build.blas && *build.blas);

	host_facts(&facts, 0);
	ck_assert_uint_gt(facts.count, 3);
	for (i = 0; i < facts.count; i++) {
		ck_assert_uint_gt(strlen(facts.fact[i].name), 0);
		ck_assert_uint_gt(strlen(facts.fact[i].value), 0);
		for (j = 0; j < i; j++)
			ck_assert_str_ne(facts.fact[i].name,
					 facts.fact[j].name);
	}
	ck_assert_uint_gt(memory_free_bytes(), 1 << 20);
}
END_TEST

START_TEST(uuids)
{
	char text[ENTROPY_UUID_SIZE], last[ENTROPY_UUID_SIZE] = "";
	int round, i;

	for (round = 0; round < 1000; round++) {
		entropy_uuid(text);
		unit_must(strlen(text) == 36, "%s", text);
		for (i = 0; i < 36; i++)
			unit_must(i == 8 || i == 13 || i == 18 || i == 23
				      ? text[i] == '-'
				      : strchr("0123456789abcdef", text[i]) !=
					    NULL,
				  "%s", text);
		unit_must(text[14] == '4' && strchr("89ab", text[19]), "%s",
			  text);
		unit_must(strcmp(text, last), "%s comes twice", text);
		strcpy(last, text);
	}
	ck_assert_uint_ne(entropy_number(), entropy_number());
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		order_is_a_permutation,
		order_depends_on_all_three,
		order_is_fair,
		blocks_keep_the_plan,
		words_of_this_program,
		real_strategies,
		repeats_of_a_block_may_differ,
		counted_where_the_caller_is_awake,
		a_seed_makes_a_run,
		vectors_come_from_the_seed,
		fakes_are_found_out,
		three_failures_are_enough,
		one_failure_is_forgiven,
		what_is_missing_is_skipped,
		what_open_misses_is_skipped,
		one_bad_cell_spoils_no_other,
		calls_are_calibrated,
		going_to_sleep_is_not_timed,
		what_drifts_never_settles,
		sessions,
		a_full_sink_ends_all_sessions,
		a_full_sink_ends_the_run,
		an_interrupt_keeps_whole_blocks,
		progress_reaches_the_end,
		estimates_grow,
		host_is_stable,
		uuids,
		NULL,
	};

	vocabulary_words(&words);
	return unit_run("run", tests);
}
