/* The state of a night for monitoring, as OpenMetrics text. */
#ifndef STORE_METRICS_H
#define STORE_METRICS_H

#include "base/str.h"
#include "db/open.h"

#include <stdint.h>

/* What a command knows of its night. */
struct metrics_night {
	int64_t ended_s; /* since 1970 */
	double took_s;
	int exit_code;
	int64_t run_id; /* its run; 0: none was begun */
};

/*
 * Adds the state of a night as metrics in the text format of OpenMetrics 1.0. All
 * are gauges, without time stamps and with metadata that Prometheus' own format
 * has, too, as the textfile collector of node_exporter needs it. Its families are
 * in sql/store/metrics_*.sql: each column but the last is a label.
 *
 * Findings and times are those of the last judged night on the machine, so that a
 * night that could not be judged closes no regression; if nothing was judged, there
 * are no samples of them. Without a database (NULL) there are only those of *night.
 * Returns 0, or -1 with *err.
 */
int store_metrics(struct db *db, const struct metrics_night *night,
		  struct str *text, struct err *err);

#endif
