/* Inside foreign/: different texts, with their numbers. */
#ifndef FOREIGN_TEXTS_H
#define FOREIGN_TEXTS_H

#include "base/err.h"

#include <stddef.h>

/* Different texts in the order of their first appearance. Zero it before use. */
struct texts {
	char **text;
	size_t count, cap;
	size_t *slot; /* hash table: index of a text + 1, or 0 */
	size_t slots;
};

/* The index of a text, which is added if it is new; SIZE_MAX with *err. */
size_t texts_add(struct texts *t, const char *text, struct err *err);

/* The index of a text, or SIZE_MAX if it is not there. */
size_t texts_find(const struct texts *t, const char *text);

void texts_free(struct texts *t);

#endif
