/* Memory for arrays, with sizes checked for overflow. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mem_array(size_t count, size_t size, struct err *err)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		err_set(err, ERR_ENVIRONMENT,
			"not enough memory for %zu x %zu bytes", count, size);
	return p;
}

void *mem_aligned(size_t count, size_t size, struct err *err)
{
	size_t bytes;
	void *p = NULL;

	if (!__builtin_mul_overflow(count ? count : 1, size, &bytes) &&
	    bytes <= SIZE_MAX - 127)
		p = aligned_alloc(128, (bytes + 127) / 128 * 128);
	if (p)
		memset(p, 0, bytes);
	else
		err_set(err, ERR_ENVIRONMENT,
			"not enough memory for %zu x %zu bytes", count, size);
	return p;
}

int mem_grow(void *array, size_t *cap, size_t need, size_t size,
	     struct err *err)
{
	void **slot = array;
	size_t to = *cap ? *cap : 16;
	void *p;

	if (need <= *cap)
		return 0;
	while (to < need && to <= SIZE_MAX / 2)
		to *= 2;
	p = to < need || to > SIZE_MAX / size ? NULL
					      : realloc(*slot, to * size);
	if (!p)
		return err_set(err, ERR_ENVIRONMENT,
			       "not enough memory for %zu x %zu bytes", need,
			       size);
	*slot = p;
	*cap = to;
	return 0;
}

char *mem_text(const char *text, struct err *err)
{
	char *p = text ? strdup(text) : NULL;

	if (!p)
		err_set(err, ERR_ENVIRONMENT, "not enough memory for a text");
	return p;
}
