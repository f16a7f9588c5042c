/* Memory for arrays, with sizes checked for overflow. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/err.h"

#include <stddef.h>

/*
 * `count` zeroed items of `size` bytes, to be released with free(), or NULL
 * with "not enough memory" in *err. A count of 0 gives one item.
 */
void *mem_array(size_t count, size_t size, struct err *err);

/* The same, aligned to 128 bytes, for what holds vectors or cache lines. */
void *mem_aligned(size_t count, size_t size, struct err *err);

/*
 * Makes room for at least `need` items of `size` bytes in the array *array of
 * capacity *cap: doubles it as often as needed. Returns 0, or -1 with the
 * array unchanged. A NULL array of capacity 0 is a good start.
 */
int mem_grow(void *array, size_t *cap, size_t need, size_t size,
	     struct err *err);

/* A copy of `text` to be released with free(), or NULL with *err set. A NULL is
 * what others give when they have no memory for a text: an error, too. */
char *mem_text(const char *text, struct err *err);

#endif
