/* Running gnuplot. Nothing else in dotrec starts it. */
#ifndef REPORT_GNUPLOT_H
#define REPORT_GNUPLOT_H

#include "base/str.h"

#include <stddef.h>

/* The reason why no picture can be drawn on this machine, or NULL. */
const char *gnuplot_missing(void);

/*
 * Reads the version of gnuplot, "gnuplot 5.4 patchlevel 4", by means of a
 * temporary file in `dir`. Returns 0, or -1 with *err: ERR_ENVIRONMENT if
 * gnuplot is missing or does not answer within a minute, so that no picture
 * can be drawn here, or ERR_INTERRUPTED.
 */
int gnuplot_version(const char *dir, char *text, size_t size, struct err *err);

/* One script to run: NAME.gp, which makes NAME.pdf and perhaps NAME.ALSO. */
struct gnuplot_job {
	const char *name;
	const char *also; /* suffix of a second file, or NULL */
	struct str *said; /* gets what the script prints; or NULL */
};

/*
 * Runs the scripts in the directory `dir`, as many at a time as there are CPUs.
 * Each is run as `gnuplot -d SCRIPT`, without ~/.gnuplot, input, or most of the
 * environment, and has 60 seconds. Shows progress. If a script fails or does
 * not make its files, the others are ended. Returns 0, or -1 with *err
 * (ERR_ENVIRONMENT, with a line of gnuplot's message; or ERR_INTERRUPTED).
 */
int gnuplot_run(const char *dir, const struct gnuplot_job *jobs, size_t count,
		struct err *err);

#endif
