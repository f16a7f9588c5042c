/* Whether the machine moved: most series at once, and the control kernel. */
#include "judge/moved.h"

#include "base/mem.h"
#include "stats/robust.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOVED_MIN 8   /* series needed to say so */
#define MOVED_Z   2.0 /* robust sd beyond which a series has moved */

/* Counts the series that lie far above (*up) or below (*down) the nights
 * before; returns how many series could be compared. by[0..*up + *down) is the
 * change of those that moved, in ln. */
static size_t count_moved(const struct judge *j, size_t k, double *by,
			  size_t *up, size_t *down)
{
	size_t i, n = 0, levels;
	double z;

	for (i = *up = *down = 0; i < j->count; i++) {
		const struct subject *s = &j->subject[i];

		if (strcmp(s->measure, "time"))
			continue;
		levels = subjects_levels_by(s, k);
		z = subjects_distance(j, s->value, s->exchanges,
				      levels ? s->levels[levels - 1].start : 0,
				      k, &by[*up + *down]);
		if (isnan(z))
			continue;
		n++;
		*up += z > MOVED_Z;
		*down += z < -MOVED_Z;
	}
	return n;
}

int moved_night(const struct judge *j, size_t k, double *shift, struct err *err)
{
	double control = subjects_distance(j, j->control, false, 0, k, shift),
	       *by;
	size_t n, up, down;
	bool moved;

	if (!(fabs(control) > MOVED_Z)) /* true on most nights: no need to
					   look at the series */
		return 0;
	by = mem_array(2 * j->count + 1, sizeof(*by), err);
	if (!by)
		return -1;
	n = count_moved(j, k, by, &up, &down);
	moved = n >= MOVED_MIN && 2 * (control > 0 ? up : down) > n;
	if (moved)
		*shift = robust_median(by, up + down, by + j->count);
	free(by);
	return moved;
}
