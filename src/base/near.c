/* The nearest of some words to one that was mistyped. */
#include "base/near.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The optimal string alignment distance: letters to change, add, remove, or exchange
 * with the next one. Both are shorter than NEAR_SIZE. */
static size_t near_distance(const char *a, const char *b)
{
	size_t rows[3][NEAR_SIZE + 1], na = strlen(a), nb = strlen(b), i, k;
	size_t *now = rows[0], *last = rows[1], *before = rows[2], *next;

	for (k = 0; k <= nb; k++)
		last[k] = before[k] = k;
	for (i = 1; i <= na; i++) {
		now[0] = i;
		for (k = 1; k <= nb; k++) {
			now[k] = least(last[k], now[k - 1]) + 1;
			now[k] =
			    least(now[k], last[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				now[k] = least(now[k], before[k - 2] + 1);
		}
		next = before;
		before = last;
		last = now;
		now = next;
	}
	return last[nb];
}

void near_offer(struct near *near, const char *word)
{
	size_t length = strlen(near->word), distance;

	if (!length || length >= NEAR_SIZE || !*word ||
	    strlen(word) >= NEAR_SIZE)
		return;
	distance = near_distance(near->word, word);
	if (length > 1 && !strncmp(near->word, word, length))
		distance = 0;
	else if (distance > (length < 3 ? 1 : (length + 1) / 3))
		return;
	if (*near->best && distance >= near->distance &&
	    (distance || strlen(word) >= strlen(near->best)))
		return;
	str_copy(near->best, sizeof(near->best), word);
	near->distance = distance;
}

const char *near_hint(struct near *near)
{
	near->hint[0] = '\0';
	if (*near->best)
		snprintf(near->hint, sizeof(near->hint), " (nearest: '%s')",
			 near->best);
	return near->hint;
}
