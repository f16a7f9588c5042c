/* Records made-up samples as a run does, for benches of databases. */
#include "base/clock.h"
#include "bench.h"
#include "host/machine.h"
#include "host/program.h"
#include "record.h"
#include "store/block.h"
#include "store/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS   50
#define REPEATS (RECORD_BLOCK / CELLS)

static void plan_make(struct plan *plan, size_t blocks)
{
	size_t i;

	memset(plan, 0, sizeof(*plan));
	plan->name = strdup("bench");
	plan->text = strdup("");
	plan->count = CELLS * blocks;
	plan->cells = calloc(plan->count, sizeof(*plan->cells));
	for (i = 0; i < plan->count; i++) {
		struct cell *c = &plan->cells[i];

		strcpy(c->strategy, i % CELLS ? "shm" : "serial");
		strcpy(c->kernel, "native");
		strcpy(c->dtype, "f64");
		strcpy(c->placement, "free");
		c->n = 1000 + i / CELLS;
		c->workers = (uint32_t)(i % CELLS) + 1;
		c->chunks = 1;
		c->repeats = REPEATS;
	}
}

static void block_make(size_t block, struct cell_record *cells,
		       struct sample *samples)
{
	size_t c, r;

	memset(cells, 0, CELLS * sizeof(*cells));
	memset(samples, 0, CELLS * REPEATS * sizeof(*samples));
	for (c = 0; c < CELLS; c++) {
		cells[c].cell = (uint32_t)(block * CELLS + c);
		cells[c].repeats = REPEATS;
		cells[c].colds = 1;
		cells[c].open_ns = cells[c].first_ns = -1;
		cells[c].calls = 100;
		cells[c].has_reference = cells[c].exact = true;
		for (r = 0; r < REPEATS; r++) {
			struct sample *s = &samples[c * REPEATS + r];

			s->cell = cells[c].cell;
			s->repeat = s->round = (uint32_t)r;
			s->noise.instructions = SAMPLE_UNKNOWN;
			s->noise.cycles = SAMPLE_UNKNOWN;
			s->noise.cache_misses = SAMPLE_UNKNOWN;
			s->calls = 100;
			s->mark_every = 1;
			s->start_ns = (int64_t)(block * 1000000 + r * 1000);
			s->compute_ns = 20000 + (int64_t)(r * 37 % 11);
			s->total_ns = s->compute_ns;
			s->has_result = true;
		}
	}
}

void record_run(const char *path, unsigned number, size_t blocks, double *ns)
{
	static struct cell_record cells[CELLS];
	static struct sample samples[RECORD_BLOCK];
	char uuid[40];
	struct run_start start = { uuid, NULL, 1, 1, 1, "bench", true };
	struct machine machine;
	struct build build;
	struct facts facts = { 0 };
	struct err err = { 0 };
	struct plan plan;
	struct db *db;
	int64_t run_id, begin_ns;
	size_t *bases, b;

	snprintf(uuid, sizeof(uuid), "%08x-0000-4000-8000-000000000000",
		 number);
	plan_make(&plan, blocks);
	bases = calloc(plan.count, sizeof(*bases));
	for (b = 0; b < plan.count; b++)
		bases[b] = b % CELLS ? b - b % CELLS : SIZE_MAX;
	machine_describe(&machine);
	program_build(&build);
	db = db_open(path, DB_WRITE, &err);
	if (!db || store_run_begin(db, &start, &plan, bases, &run_id, &err) ||
	    store_run_describe(db, run_id, &machine, &build, &facts, &err))
		bench_die(&err);
	for (b = 0; b < blocks; b++) {
		struct sample_sink *sink = store_sink(db);

		block_make(b, cells, samples);
		begin_ns = clock_ns();
		if (sink->block(sink->ctx,
				&(struct batch){ .cells = cells,
						 .ncells = CELLS,
						 .samples = samples,
						 .nsamples = RECORD_BLOCK },
				&err))
			bench_die(&err);
		ns[b] = (double)(clock_ns() - begin_ns);
	}
	if (store_run_finish(db, run_id, "finished", NULL, NULL, &facts, &err))
		bench_die(&err);
	db_close(db);
	plan_free(&plan);
	free(bases);
}
