/*
 * What to run: a CSV file, or the built-in plan, expanded to cells.
 *
 *     strategy,kernel,dtype,n,workers,chunks,repeats
 *     serial,blas native,f64,1000 2000,1,1,15
 *     fork pipe shm,native,f64,1000..10000000*10,2,1,15
 *
 * A field holds one value, several separated by blanks, or a range: FROM..TO*F
 * (geometric) or FROM..TO+S (arithmetic), both ends included where they are
 * hit. A row expands to the cross product of its fields. The order of columns
 * is free; a missing column takes its default; # begins a comment line.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLAN_NAME_SIZE    48
#define PLAN_CELLS_MAX    1000000
#define PLAN_WORKERS_MAX  64
#define PLAN_CHUNKS_MAX   4096
#define PLAN_REPEATS_MAX  1000000
#define PLAN_SESSIONS_MAX 100   /* that a run may have of it */
#define PLAN_COLDS_MAX    1000  /* cold starts of a cell and session */
#define PLAN_DEFAULT_MS   60000 /* time-out of a repeat */

/* One point of the grid. */
struct cell {
	char strategy[PLAN_NAME_SIZE];
	char kernel[PLAN_NAME_SIZE];
	char dtype[8];
	uint64_t n;        /* elements of each vector */
	uint32_t workers;  /* processes, a computing caller among them */
	uint32_t chunks;   /* slices per worker */
	char placement[8]; /* "free", or "pinned" to one CPU each */
	uint32_t repeats;
	uint32_t timeout_ms;      /* of one repeat */
	uint32_t cell_timeout_ms; /* of all a session does with it; 0: none */
	size_t line;              /* of the plan file, for messages */
};

struct plan {
	char *name;         /* what the plan is called: a path, or "built-in" */
	char *text;         /* the plan file as it was read */
	uint64_t hash;      /* of the text */
	struct cell *cells; /* in the order of the file */
	size_t count, cap;
	size_t collapsed; /* cells that were equal within a row */
};

enum {
	PLAN_WORD_SINGLE = 1 << 0, /* stored with workers 1 and chunks 1 */
	PLAN_WORD_COPIES = 1 << 1  /* needs the memory of its vectors again */
};

/* A word that a column may hold. */
struct plan_word {
	const char *name;
	unsigned flags;
	size_t bytes; /* dtype: of one element */
};

/* The words of this program on this machine; lists end with a NULL name. */
struct plan_words {
	const struct plan_word *strategies, *kernels, *dtypes;
	uint64_t memory_bytes; /* that a block may use; 0: not known */
};

/*
 * Reads a plan. Everything that is wrong with it is refused here, before
 * anything runs, as "FILE:LINE:COLUMN: what; remedy" (ERR_USAGE). Returns 0,
 * or -1 with *err set and an empty plan.
 */
int plan_read(struct plan *plan, const char *path,
	      const struct plan_words *words, struct err *err);
int plan_read_builtin(struct plan *plan, const struct plan_words *words,
		      struct err *err);
int plan_read_text(struct plan *plan, const char *text, size_t len,
		   const char *name, const struct plan_words *words,
		   struct err *err);

void plan_free(struct plan *plan);

/* shm/native/f64/1000/2x1: how people write a series. */
#define PLAN_SERIES_SIZE 160
void plan_series(const struct cell *cell, char text[PLAN_SERIES_SIZE]);

/* Bytes of memory: of a cell's vectors, which its block shares, and of them
 * with the cell's own copies. */
double plan_vector_bytes(const struct cell *cell,
			 const struct plan_words *words);
double plan_cell_bytes(const struct cell *cell, const struct plan_words *words);

/* Whether a plan may have such a number of "n", "workers", "chunks", "repeats",
 * "timeout_ms" or "cell_timeout_ms", and a run of "sessions" and "colds", and a
 * cell of "calls". Another name is a bug. */
bool plan_allows(const char *name, uint64_t value);

/* Whether two cells belong to the same block: equal n and dtype. */
int plan_same_block(const struct cell *a, const struct cell *b);

#endif
