/* What a terminal shows of a picture: characters. */
#ifndef REPORT_SKETCH_H
#define REPORT_SKETCH_H

#include "table/grid.h"

/* Append lines of `width` characters, from the rows of the report's query, and an empty
 * line before the first. Nothing is appended where there are no rows. */

/* The nights of each series, the last ones if there are too many; one outside the scale
 * of the series counts as at its end. A blank is between two levels. */
void sketch_history(const struct grid *grid, size_t width, struct str *out);

/* The share of each phase in the time, for each curve and n. */
void sketch_phases(const struct grid *grid, size_t width, struct str *out);

#endif
