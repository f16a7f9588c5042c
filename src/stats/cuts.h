/* The cuts that divide a series into levels. */
#ifndef STATS_CUTS_H
#define STATS_CUTS_H

#include <stddef.h>

/* The cuts of a series of n points: the first point of every level but level 0,
 * ascending. */
struct cuts {
	size_t *at; /* room for n */
	size_t count, n;
};

/* Level `level` (0 to count) is made of the points [from, to). */
static inline size_t cuts_from(const struct cuts *cuts, size_t level)
{
	return level ? cuts->at[level - 1] : 0;
}

static inline size_t cuts_to(const struct cuts *cuts, size_t level)
{
	return level < cuts->count ? cuts->at[level] : cuts->n;
}

/* Adds a cut at point `at`, where there is none yet; returns its index. */
size_t cuts_add(struct cuts *cuts, size_t at);

void cuts_remove(struct cuts *cuts, size_t index);

#endif
