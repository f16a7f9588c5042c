/* The cuts that divide a series into levels. */
#include "stats/cuts.h"

#include <string.h>

size_t cuts_add(struct cuts *cuts, size_t at)
{
	size_t i = cuts->count++;

	for (; i && cuts->at[i - 1] > at; i--)
		cuts->at[i] = cuts->at[i - 1];
	cuts->at[i] = at;
	return i;
}

void cuts_remove(struct cuts *cuts, size_t index)
{
	cuts->count--;
	memmove(cuts->at + index, cuts->at + index + 1,
		(cuts->count - index) * sizeof(*cuts->at));
}
