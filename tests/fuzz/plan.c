/* Fuzz target: plan files. */
#include "fuzz.h"

#include "plan/plan.h"

#define KNOWN 5

/* The sixth place is for the peer that a plan names, the last one ends the
 * list. */
static struct plan_word strategies[KNOWN + 2] = {
	{ "null", PLAN_WORD_SINGLE, 0 },
	{ "serial", PLAN_WORD_SINGLE, 0 },
	{ "fork", 0, 0 },
	{ "pipe", PLAN_WORD_COPIES, 0 },
	{ "shm", 0, 0 },
	{ 0 }
};
static const struct plan_word kernels[] = { { "blas", 0, 0 },
					    { "native", 0, 0 },
					    { 0 } };
static const struct plan_word dtypes[] = { { "f64", 0, 8 },
					   { "f32", 0, 4 },
					   { 0 } };

/* Adds the strategy to the list, as the program does. */
static const struct plan_word *any_peer(const char *name)
{
	static const struct plan_word peer = {
		"peer:a", PLAN_WORD_COPIES | PLAN_WORD_ANY_KERNEL, 0
	};

	if (strcmp(name, peer.name))
		return NULL;
	strategies[KNOWN] = peer;
	return &strategies[KNOWN];
}

static const struct plan_words words = { strategies, kernels, dtypes,
					 UINT64_C(1) << 34, any_peer };

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	return 0;
}

static void check_cell(const struct cell *c)
{
	char series[PLAN_SERIES_SIZE];

	fuzz_must(c->n > 0);
	fuzz_must(c->workers > 0 && c->workers <= PLAN_WORKERS_MAX);
	fuzz_must(c->chunks > 0 && c->chunks <= PLAN_CHUNKS_MAX);
	fuzz_must(c->repeats > 0 && c->repeats <= PLAN_REPEATS_MAX);
	fuzz_must(plan_cell_bytes(c, &words) <= (double)words.memory_bytes);
	plan_series(c, series);
	fuzz_must(strlen(series) > strlen("a/b/c/1/1x"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plan plan = { 0 };
	struct err err = { 0 };
	size_t i;
	int rc;

	memset(&strategies[KNOWN], 0, sizeof(*strategies));
	rc = plan_read_text(&plan, (const char *)data, size, "input", &words,
			    &err);
	fuzz_told(rc, &err);
	fuzz_must(!rc || err.kind == ERR_USAGE);
	fuzz_must(!rc ? plan.count > 0 && plan.count <= PLAN_CELLS_MAX
		      : !plan.count);
	for (i = 0; i < plan.count; i++)
		check_cell(&plan.cells[i]);
	plan_free(&plan);
	return 0;
}
