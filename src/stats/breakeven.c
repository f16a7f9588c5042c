/* Break-even: the sizes where splitting pays. */
#include "stats/breakeven.h"

#include <math.h>
#include <stdbool.h>

/* The curves of the points: the estimate and the bounds of its interval. */
enum curve { LOW, MIDDLE, HIGH };

static double at(const struct breakeven_point *p, enum curve curve)
{
	return curve == LOW ? p->low : curve == HIGH ? p->high : p->middle;
}

/* The size where a curve crosses 0 between two points, linear on ln n. */
static double crossing(const struct breakeven_point *a,
		       const struct breakeven_point *b, enum curve curve)
{
	double ya = at(a, curve), yb = at(b, curve);

	return exp(log(a->n) + (log(b->n) - log(a->n)) * ya / (ya - yb));
}

/*
 * Walks from point i, where the curve is above 0 (or is not, if !above), in
 * steps of `step` to where that changes, and returns the size there. If it
 * never does, sets *open and returns the outermost size.
 */
static double walk(const struct breakeven_point *points, size_t count, size_t i,
		   int step, enum curve curve, bool above, int *open)
{
	for (;;) {
		size_t next = i + (size_t)step;

		if ((step < 0 && i == 0) || next == count) {
			*open = 1;
			return points[i].n;
		}
		if ((at(&points[next], curve) > 0) != above)
			return crossing(&points[i], &points[next], curve);
		i = next;
	}
}

/*
 * One end of the stretch of points [first, last] where the estimate is above 0.
 * `high` reaches 0 outwards of it; `low` reaches 0 outwards, too, if it is
 * above 0 at the edge, else inwards.
 */
static struct breakeven_end end_of(const struct breakeven_point *points,
				   size_t count, size_t first, size_t last,
				   bool begin)
{
	size_t edge = begin ? first : last;
	int out = begin ? -1 : 1, outer_open = 0, middle_open = 0, none = 0;
	double outer, middle, inner;

	outer = walk(points, count, edge, out, HIGH, true, &outer_open);
	middle = walk(points, count, edge, out, MIDDLE, true, &middle_open);
	if (points[edge].low > 0)
		inner = walk(points, count, edge, out, LOW, true, &none);
	else
		inner = walk(points, count, edge, -out, LOW, false, &none);
	return begin ? (struct breakeven_end){ outer, middle, inner, outer_open,
					       none }
		     : (struct breakeven_end){ inner, middle, outer, none,
					       outer_open };
}

void stats_breakeven(const struct breakeven_point *points, size_t count,
		     struct breakeven_range *ranges, struct breakeven *even)
{
	size_t i, first = 0, slower = 0, faster = 0;
	bool proven = false;

	*even = (struct breakeven){ .ranges = ranges };
	for (i = 0; i < count; i++) {
		slower += points[i].high < 0 ? 1 : 0;
		faster += points[i].low > 0 ? 1 : 0;
		if (!(points[i].middle > 0))
			continue;
		if (!i || !(points[i - 1].middle > 0)) {
			first = i;
			proven = false;
		}
		proven = proven || points[i].low > 0;
		if (proven && (i + 1 == count || !(points[i + 1].middle > 0)))
			ranges[even->count++] = (struct breakeven_range){
				end_of(points, count, first, i, true),
				end_of(points, count, first, i, false)
			};
	}
	even->answer = !count            ? BREAKEVEN_NOTHING
		       : faster == count ? BREAKEVEN_ALWAYS
		       : even->count     ? BREAKEVEN_INSIDE
		       : slower == count ? BREAKEVEN_NEVER
					 : BREAKEVEN_NOT_SEEN;
}
