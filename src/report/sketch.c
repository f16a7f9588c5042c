/* What a terminal shows of a picture: characters. */
#include "report/sketch.h"

#include "base/units.h"
#include "table/text.h"

#include <math.h>
#include <stdlib.h>

#define NAME_MAX_SHARE 2  /* a name has at most this part of the width */
#define LABEL          14 /* characters for a number and the gaps */
#define BAR_MAX        60 /* characters; more do not tell more */
#define BAR_MIN        10

/* The width of the longest name in the first column, at most a part of `width`. */
static size_t sketch_name_width(const struct grid *g, size_t width)
{
	size_t most = 1, row, wide;

	for (row = 0; row < g->nrows; row++) {
		wide = str_width(grid_curve(g, row));
		most = wide > most ? wide : most;
	}
	return most < width / NAME_MAX_SHARE ? most : width / NAME_MAX_SHARE;
}

/* ---- history ------------------------------------------------------------------------ */

/* Appends the nights in the rows from..to-1 as one line. */
static void add_series(const struct grid *g, size_t from, size_t to,
		       size_t name_width, size_t width, struct str *out)
{
	size_t room =
	    width > name_width + LABEL ? width - name_width - LABEL : 1;
	size_t row;
	double low = grid_number(g, from, "scale_low_s");
	double high = grid_number(g, from, "scale_high_s");
	double *values, last = NAN;
	char text[UNITS_SIZE];

	if (to - from > room)
		from = to - room;
	values = calloc(to - from, sizeof(*values));
	out->failed |= !values;
	for (row = from; values && row < to; row++) {
		double value = grid_number(g, row, "median_s");

		last = isnan(value) ? last : value;
		values[row - from] =
		    isnan(value) ? value : fmin(fmax(value, low), high);
	}
	if (values) {
		text_shortened(out, grid_curve(g, from), name_width);
		str_add(out, "  ");
		text_sparkline(out, values, to - from);
		str_addf(out, " %s\n",
			 isnan(last) ? "-" : units_time(text, 1e9 * last));
	}
	free(values);
}

void sketch_history(const struct grid *g, size_t width, struct str *out)
{
	size_t name_width = sketch_name_width(g, width), from, to;
	bool begun = false;

	for (from = 0; from < g->nrows; from = to) {
		for (to = from + 1; to < g->nrows && !grid_new_curve(g, to);)
			to++;
		if (to - from < 2) /* one night is no history */
			continue;
		str_add(out, begun ? "" : "\n");
		add_series(g, from, to, name_width, width, out);
		begun = true;
	}
}

/* ---- phases ------------------------------------------------------------------------- */

static const struct {
	const char *column, *name, *mark;
} shares[] = { { "spawn_percent", "spawn", "\xe2\x96\x91" },
	       { "dispatch_percent", "dispatch", "\xe2\x96\x92" },
	       { "compute_percent", "compute", "\xe2\x96\x88" },
	       { "collect_percent", "collect", "\xe2\x96\x93" } };

#define SHARES (sizeof(shares) / sizeof(shares[0]))

/* Appends the shares of a row as a bar: each ends where the sum up to it does. */
static void add_bar(const struct grid *g, size_t row, size_t bar,
		    struct str *out)
{
	size_t done = 0, k, end;
	double sum = 0, share;

	for (k = 0; k < SHARES; k++) {
		share = grid_number(g, row, shares[k].column);
		sum += isnan(share) ? 0 : share;
		/* a hostile share may be negative */
		end =
		    (size_t)lround(fmin(fmax(sum, 0), 100) / 100 * (double)bar);
		for (; done < end; done++)
			str_add(out, shares[k].mark);
	}
}

void sketch_phases(const struct grid *g, size_t width, struct str *out)
{
	size_t name_width = sketch_name_width(g, width), row, k;
	size_t room =
	    width > name_width + LABEL ? width - name_width - LABEL : 0;
	size_t bar = room > BAR_MAX ? BAR_MAX : room;

	if (!g->nrows || bar < BAR_MIN)
		return;
	str_add(out, "\n");
	for (k = 0; k < SHARES; k++)
		str_addf(out, "%s%s %s", k ? "  " : "", shares[k].mark,
			 shares[k].name);
	str_add(out, "\n");
	for (row = 0; row < g->nrows; row++) {
		text_shortened(out,
			       grid_new_curve(g, row) ? grid_curve(g, row) : "",
			       name_width);
		str_addf(out, " %11s  ", g->text[row * g->ncolumns + 1]);
		add_bar(g, row, bar, out);
		str_add(out, "\n");
	}
}
