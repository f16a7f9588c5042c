/* Drawing: the only starter of gnuplot. */
#ifndef REPORT_GNUPLOT_H
#define REPORT_GNUPLOT_H

#include "base/err.h"

/* Why no picture can be drawn on this machine, or NULL. */
const char *gnuplot_missing(void);

/*
 * Runs the script `name` in the directory `dir`, as `gnuplot -d SCRIPT` by
 * hand would, without ~/.gnuplot, input, or most of the environment, within 60
 * seconds. Fails (ERR_ENVIRONMENT) with the first line gnuplot said when it
 * fails, or did not make the file `makes`.
 */
int gnuplot_run(const char *dir, const char *name, const char *makes,
		struct err *err);

#endif
