/*
 * Plans: what to run, from a CSV file or the built-in plan, expanded to cells.
 *
 *     strategy,kernel,dtype,n,workers,chunks,repeats
 *     serial,blas native,f64,1000 2000,1,1,15
 *     fork pipe shm,native,f64,1000..10000000*10,2,1,15
 *
 * A field holds one value, several separated by blanks, or a range: FROM..TO*F
 * (geometric) or FROM..TO+S (arithmetic); TO is included if a step ends there.
 * A row expands to the cross product of its fields. The columns may be in any
 * order; a missing column has its default; # begins a comment line.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLAN_NAME_SIZE    48
#define PLAN_STRATEGY_MAX 192 /* bytes of one that is stored: imported names */
#define PLAN_PEER         "peer:"
#define PLAN_BUILTIN      "built-in" /* the name of the built-in plan */
#define PLAN_CELLS_MAX    1000000
#define PLAN_N_MAX        (UINT64_C(1) << 40)
#define PLAN_WORKERS_MAX  64
#define PLAN_CHUNKS_MAX   4096
#define PLAN_REPEATS_MAX  1000000
#define PLAN_SESSIONS_MAX 100   /* of a run */
#define PLAN_COLDS_MAX    1000  /* cold starts of a cell in a session */
#define PLAN_DEFAULT_MS   60000 /* default time-out of a repeat */
#define PLAN_LAUNCHER     1024  /* bytes of the column `launcher` */

/* One point of the grid. */
struct cell {
	char strategy[PLAN_STRATEGY_MAX];
	char kernel[PLAN_NAME_SIZE];
	char dtype[8];
	uint64_t n;       /* elements of each vector */
	uint32_t workers; /* processes, including the caller if it computes */
	uint32_t chunks;  /* slices per worker */
	/* of workers: "free", or "pinned" to one CPU each; of the vectors that
	 * free workers read: in "huge" pages, or over all "numa" nodes; of
	 * slices: "resident" in each worker, or "scatter": sent to it on every
	 * call */
	char placement[12];
	uint32_t repeats;
	uint32_t timeout_ms;      /* of one repeat */
	uint32_t cell_timeout_ms; /* for the cell in one session; 0: no limit */
	size_t line;              /* of the plan file, for messages */
};

struct plan {
	char *name;         /* path of the file, or "built-in" */
	char *text;         /* of the file, unchanged */
	uint64_t hash;      /* of the text */
	struct cell *cells; /* in the order of the file */
	size_t count, cap;
	size_t collapsed; /* cells left out: equal to another of their row */
};

enum {
	PLAN_WORD_SINGLE = 1 << 0,     /* stored with workers 1 and chunks 1 */
	PLAN_WORD_COPIES = 1 << 1,     /* holds its own copy of the vectors */
	PLAN_WORD_ANY_KERNEL = 1 << 2, /* its kernels may have any name, and it
					  is told any placement of workers and
					  slices */
	PLAN_WORD_SLICES = 1 << 3,     /* placement is that of the slices */
	PLAN_WORD_VECTORS = 1 << 4     /* placement may be that of the vectors:
					  its workers read them in place */
};

/* A word that a column may hold: the name of a strategy, kernel or dtype. */
struct plan_word {
	const char *name;
	unsigned flags;
	size_t bytes; /* dtype: bytes of one element */
};

/* What plans may use in this program on this machine; lists end with a NULL
 * name. */
struct plan_words {
	const struct plan_word *strategies, *kernels, *dtypes;
	uint64_t memory_bytes; /* memory for one block; 0: not known */
	/* Adds a strategy that is not in the list and begins with PLAN_PEER, and
	 * returns its word, or NULL. The pointer may be NULL. */
	const struct plan_word *(*peer)(const char *name);
};

/*
 * Reads and checks a plan, before anything runs. A mistake in it is refused
 * with ERR_USAGE, "FILE:LINE:COLUMN: what; remedy". Returns 0, or -1 with *err
 * and an empty plan. Free the plan with plan_free().
 */
int plan_read(struct plan *plan, const char *path,
	      const struct plan_words *words, struct err *err);
int plan_read_builtin(struct plan *plan, const struct plan_words *words,
		      struct err *err);
int plan_read_text(struct plan *plan, const char *text, size_t len,
		   const char *name, const struct plan_words *words,
		   struct err *err);

/*
 * Finds what the plan's text has in the column `launcher`: the command line that
 * starts the ranks of `mpi`, the same in all rows that have one; "" if there is
 * none. Returns 0, or -1 with *err (ERR_USAGE).
 */
int plan_launcher(const struct plan *plan, char launcher[PLAN_LAUNCHER],
		  struct err *err);

void plan_free(struct plan *plan);

/* Writes the series of a cell as "shm/native/f64/1000/2x1". */
#define PLAN_SERIES_SIZE (PLAN_STRATEGY_MAX + 112)
void plan_series(const struct cell *cell, char text[PLAN_SERIES_SIZE]);

/* Where the vectors that a cell reads lie: what its placement asks for. */
enum plan_memory {
	PLAN_MEMORY_PLAIN,
	PLAN_MEMORY_HUGE, /* reserved huge pages */
	PLAN_MEMORY_NUMA, /* spread over the nodes */
	PLAN_MEMORIES
};
enum plan_memory plan_memory(const struct cell *cell);

/* Bytes of memory that a cell needs for its vectors, which cells of a block
 * share, and for its own copies. */
double plan_cell_bytes(const struct cell *cell, const struct plan_words *words);

/* Bytes of memory that the cells of a block need, all of which are open at the
 * same time. Zeroed, it is that of no cell. */
struct plan_need {
	double bytes;      /* of plain memory and that of nodes */
	double huge_bytes; /* of huge pages, which are reserved besides */
	bool has[PLAN_MEMORIES];
};
void plan_need_add(struct plan_need *need, const struct cell *cell,
		   const struct plan_words *words);

/* Whether `value` is allowed for the number `name`: "n", "workers", "chunks",
 * "repeats", "timeout_ms" or "cell_timeout_ms" of a plan, "sessions" or "colds"
 * of a run, "calls" of a cell. Any other name fails an assertion. */
bool plan_allows(const char *name, uint64_t value);

/* Whether two cells belong to the same block: they have equal n and dtype. */
int plan_same_block(const struct cell *a, const struct cell *b);

#endif
