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

/* Like mem_array(), aligned to 128 bytes, for vectors and cache lines. */
void *mem_aligned(size_t count, size_t size, struct err *err);

/*
 * Makes room for at least `need` items of `size` bytes in an array: `array` is
 * the address of the pointer to it, *cap its capacity, which is doubled as
 * often as needed. Start with a NULL pointer and capacity 0. Returns 0, or -1
 * with *err and the array unchanged.
 */
int mem_grow(void *array, size_t *cap, size_t need, size_t size,
	     struct err *err);

/* A copy of `text` to be released with free(), or NULL with *err set. A NULL
 * `text` is an error, too: other libraries return it when memory runs out. */
char *mem_text(const char *text, struct err *err);

#endif
