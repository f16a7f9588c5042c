/* Drawing: the only starter of gnuplot. */
#ifndef REPORT_GNUPLOT_H
#define REPORT_GNUPLOT_H

#include "base/err.h"

#include <stddef.h>

/* Why no picture can be drawn on this machine, or NULL. */
const char *gnuplot_missing(void);

/*
 * The version of gnuplot, "gnuplot 5.4 patchlevel 4", read in a file of `dir`
 * that is removed. Returns 0, or -1 with *err: ERR_ENVIRONMENT when it is
 * missing or does not answer within 10 seconds, so that no picture can be drawn
 * here, or ERR_INTERRUPTED.
 */
int gnuplot_version(const char *dir, char *text, size_t size, struct err *err);

/* One script to run: NAME.gp, which makes NAME.pdf and what `also` names. */
struct gnuplot_job {
	const char *name;
	const char *also; /* suffix of a second file, or NULL */
};

/*
 * Runs the scripts in the directory `dir`, as many side by side as there are
 * CPUs, each as `gnuplot -d SCRIPT` by hand would, without ~/.gnuplot, input,
 * or most of the environment, within 60 seconds. Shows progress. Fails
 * (ERR_ENVIRONMENT) with the first line gnuplot said when one fails, or did
 * not make its files; the others are then ended.
 */
int gnuplot_run(const char *dir, const struct gnuplot_job *jobs, size_t count,
		struct err *err);

#endif
