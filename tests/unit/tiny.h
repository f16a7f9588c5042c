/* A tiny database with known numbers, for tests of store and report. */
#ifndef TESTS_TINY_H
#define TESTS_TINY_H

#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "db/harden.h"
#include "place.h"
#include "run/block.h"
#include "run/runner.h"
#include "run/vocabulary.h"
#include "store/block.h"
#include "store/query.h"
#include "store/write.h"
#include "unit.h"

#include <inttypes.h>

/*
 * All samples of cells 0-3 are ok, in 7 rounds. Their times per call in round
 * r:
 *
 *     0 serial 1000: 1000 + 10 r ns     1 shm 1000: 500 + 5 r ns
 *     2 serial 2000: 2000 + 20 r ns     3 shm 2000: 4000 ns
 *
 * A repeat has 10 calls. The speed-up of shm is 2 at n = 1000 in every round,
 * and 0.5 to 0.53 at n = 2000. Cell 4 has one sample of each status but
 * skipped; cell 5 is skipped.
 */
#define TINY_PLAN                                             \
	"strategy,n,workers,repeats\nserial shm,1000 2000,2," \
	"7\npipe,1000,2,4\nfork,2000,3,2\n"
#define TINY_CELLS   6
#define TINY_SAMPLES (4 * 7 + 4 + 2)
#define TINY_CALLS   10
#define TINY_UTC     "2026-01-02T03:04:05Z"

struct tiny {
	struct plan plan;
	struct cell_record records[TINY_CELLS];
	struct sample samples[TINY_SAMPLES]; /* in the order of the plan */
	size_t nsamples;
};

/* The time per call. */
static inline int64_t tiny_ns(uint32_t cell, uint32_t round)
{
	static const int64_t first[] = { 1000, 500, 2000, 4000, 3000, 0 };
	static const int64_t step[] = { 10, 5, 20, 0, 0, 0 };

	return first[cell] + step[cell] * round;
}

static inline void tiny_time(struct sample *s)
{
	int64_t total = TINY_CALLS * tiny_ns(s->cell, s->repeat);

	s->calls = TINY_CALLS;
	s->mark_every = 16;
	s->active = 2;
	s->total_ns = total;
	s->spawn_ns = 7;
	s->compute_ns = total / 2;
	s->collect_ns = total / 4;
	s->dispatch_ns = total - total / 2 - total / 4 - 7;
	s->skew_ns = 3;
	s->sent_bytes = 100 + s->cell;
	s->received_bytes = 200 + s->repeat;
	s->has_result = true;
	s->result = 0.1 * s->cell;
}

static inline void tiny_cell(struct tiny *t, uint32_t cell)
{
	static const enum sample_status odd[] = { SAMPLE_OK, SAMPLE_WRONG,
						  SAMPLE_FAILED,
						  SAMPLE_TIMEOUT };
	struct cell_record *r = &t->records[cell];
	uint32_t i;

	r->cell = cell;
	r->repeats = t->plan.cells[cell].repeats;
	r->colds = 1;
	r->settled = true;
	r->accurate = 0.1 * cell;
	r->error_ulp = cell == 5 ? -1 : 1.5;
	r->calls = cell == 5 ? 0 : TINY_CALLS;
	r->warmups = cell == 5 ? 0 : 3;
	r->open_ns = cell == 5 ? -1 : 5000 + (int64_t)cell;
	r->first_ns = cell == 5 ? -1 : 6000 + (int64_t)cell;
	r->has_reference = cell != 5;
	r->exact = true;
	r->reference = 0.1 * cell;
	r->bound = 1e-12;
	r->status = cell == 4   ? SAMPLE_WRONG
		    : cell == 5 ? SAMPLE_SKIPPED
				: SAMPLE_OK;
	if (r->status != SAMPLE_OK)
		str_copy(r->reason, sizeof(r->reason),
			 "it's \"odd\", isn't it");
	for (i = 0; i < r->repeats; i++) {
		struct sample *s = &t->samples[t->nsamples++];

		s->cell = cell;
		s->repeat = s->round = i;
		s->noise.instructions = SAMPLE_UNKNOWN;
		s->noise.cycles = SAMPLE_UNKNOWN;
		s->noise.cache_misses = SAMPLE_UNKNOWN;
		s->status = cell == 4   ? odd[i]
			    : cell == 5 ? SAMPLE_SKIPPED
					: SAMPLE_OK;
		s->start_ns = 1000000 * (int64_t)i + cell;
		if (s->status <= SAMPLE_WRONG)
			tiny_time(s);
		if (s->status == SAMPLE_WRONG)
			s->result = -7.25;
		if (s->status != SAMPLE_OK)
			str_copy(s->reason, sizeof(s->reason), r->reason);
	}
}

/* Makes the plan and the records and samples that a runner would measure. */
static inline void tiny_make(struct tiny *t)
{
	struct plan_words words;
	struct err err = { 0 };
	uint32_t i;

	memset(t, 0, sizeof(*t));
	vocabulary_words(&words);
	words.memory_bytes = 0;
	ck_assert_msg(!plan_read_text(&t->plan, TINY_PLAN, strlen(TINY_PLAN),
				      "tiny.csv", &words, &err),
		      "%s", err.text);
	ck_assert_uint_eq(t->plan.count, TINY_CELLS);
	for (i = 0; i < TINY_CELLS; i++)
		tiny_cell(t, i);
	ck_assert_uint_eq(t->nsamples, TINY_SAMPLES);
}

static inline struct db *tiny_open(const char *path, enum db_mode mode)
{
	struct err err = { 0 };
	struct db *db = db_open(path, mode, &err);

	ck_assert_msg(db != NULL, "%s", err.text);
	return db;
}

/* Stores the run's row and its cells, without samples; returns the run's id. */
static inline int64_t tiny_begin(struct db *db, const struct tiny *t,
				 const char *uuid, const char *label)
{
	struct run_start start = { uuid, label, UINT64_C(0xfedcba9876543210),
				   1,    1,     "me",
				   true };
	struct machine machine = { .key = "0123456789abcdef",
				   .cpu_model = "Test CPU \"One\"",
				   .architecture = "x86_64",
				   .cpus = 2,
				   .numa_nodes = 1,
				   .l1d_bytes = 32768,
				   .memory_bytes = INT64_C(1) << 33 };
	struct build build = { "0.1.0", "abc", "cc 1", "-O2", "2.36", "none" };
	struct facts facts = { .fact = { { "load", "0.12 \"x\"" },
					 { "kernel", "6.1" } },
			       .count = 2 };
	struct err err = { 0 };
	struct blocks blocks;
	size_t *bases;
	int64_t id;

	ck_assert_int_eq(blocks_make(&blocks, &t->plan, &err), 0);
	bases = blocks_bases(&blocks, &t->plan, &err);
	ck_assert_msg(!store_run_begin(db, &start, &t->plan, bases, &id, &err),
		      "%s", err.text);
	ck_assert_msg(
	    !store_run_describe(db, id, &machine, &build, &facts, &err), "%s",
	    err.text);
	blocks_free(&blocks);
	free(bases);
	return id;
}

/* Passes the block of one n to the sink; returns the sink's result. */
static inline int tiny_block(struct db *db, const struct tiny *t, uint64_t n,
			     struct err *err)
{
	static const struct cold_start cold = { .cell = 0,
						.number = 1,
						.start_ns = 5,
						.open_ns = 1000,
						.first_ns = 200 };
	static const struct control control = { "chain", 7, 120000, 1 };
	struct sample_sink *sink = store_sink(db);
	struct cell_record records[TINY_CELLS];
	struct sample samples[TINY_SAMPLES];
	size_t nrecords = 0, nsamples = 0, i;

	for (i = 0; i < t->plan.count; i++)
		if (t->plan.cells[i].n == n)
			records[nrecords++] = t->records[i];
	for (i = 0; i < t->nsamples; i++)
		if (t->plan.cells[t->samples[i].cell].n == n)
			samples[nsamples++] = t->samples[i];
	return sink->block(sink->ctx,
			   &(struct batch){ .cells = records,
					    .ncells = nrecords,
					    .samples = samples,
					    .nsamples = nsamples,
					    .colds = &cold,
					    .ncolds = n == 1000,
					    .controls = &control,
					    .ncontrols = 1 },
			   err);
}

/* Runs SQL without dotrec's restrictions, as another program would. */
static inline void tiny_exec(struct db *db, const char *sql)
{
	char *message = NULL;

	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	ck_assert_msg(!sqlite3_exec(db->sqlite, sql, NULL, NULL, &message),
		      "%s: %s", sql, message);
	db_restrict(db);
}

/* Stores a complete finished run that began at TINY_UTC; returns its id. */
static inline int64_t tiny_run(struct db *db, const struct tiny *t,
			       const char *uuid, const char *label)
{
	int64_t id = tiny_begin(db, t, uuid, label);
	struct facts facts = { .count = 0 };
	struct err err = { 0 };

	ck_assert_msg(!tiny_block(db, t, 1000, &err), "%s", err.text);
	ck_assert_msg(!tiny_block(db, t, 2000, &err), "%s", err.text);
	ck_assert_msg(
	    !store_run_finish(db, id, "finished", NULL, NULL, &facts, &err),
	    "%s", err.text);
	tiny_exec(db, "UPDATE run SET started_utc = '" TINY_UTC "'");
	return id;
}

/*
 * Returns the rows as text, for free(): '|' between fields, ';' after each row,
 * '-' for NULL; after an error, "error: ..." at the end. Closes the query,
 * which may be NULL if it could not be opened.
 */
static inline char *tiny_rows(struct query *query, struct err *err)
{
	struct str out = { 0 };
	struct value v;
	int rc = query ? 0 : -1, i;

	while (!rc && (rc = query_next(query, err)) > 0) {
		for (i = 0; i < query->columns; i++) {
			query_value(query, i, &v);
			str_addf(&out, "%s%s", i ? "|" : "",
				 v.type == VALUE_NULL ? "-" : v.text);
		}
		str_add(&out, ";");
		rc = 0;
	}
	if (rc < 0)
		str_addf(&out, "error: %s", err->text);
	query_close(query);
	str_add(&out, "");
	return out.text;
}

static inline char *tiny_ask(struct db *db, const char *sql)
{
	struct err err = { 0 };

	return tiny_rows(query_open(db, sql, NULL, 0, &err), &err);
}

/* Asserts that the rows of a query, as tiny_rows() writes them, are `want`. */
#define tiny_is(db, sql, want)                                               \
	do {                                                                 \
		char *answer_ = tiny_ask((db), (sql));                       \
                                                                             \
		ck_assert_msg(!strcmp(answer_, (want)),                      \
			      "%s\ngives %s\nnot   %s", sql, answer_, want); \
		free(answer_);                                               \
	} while (0)

#endif
