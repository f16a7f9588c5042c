/* Inside travel/: import of a "foreign" table: one that dotrec has not written,
 * from the file to the runs that are made of it. */
#ifndef TRAVEL_IMPORT_OTHER_H
#define TRAVEL_IMPORT_OTHER_H

#include "plan/plan.h"
#include "travel/import.h"

#define FOREIGN_PREFIX    "external:"
#define FOREIGN_NAME_SIZE (PLAN_NAME_SIZE - sizeof(FOREIGN_PREFIX) + 1)

/* What a column of the table can hold. */
enum role { ROLE_SERIES, ROLE_N, ROLE_TIME, ROLE_DATE, ROLE_WORKERS, ROLES };

/* A time that was read, with its series and night. */
struct measure {
	size_t night, series; /* indexes into foreign.nights and .series */
	uint64_t n, workers;
	size_t order, line; /* in which it was read; in the file */
	double ns;
};

/* Texts, in the order of their first appearance. */
struct texts {
	char (*text)[FOREIGN_NAME_SIZE];
	size_t count, cap;
};

struct foreign {
	struct import *im;
	char column_name[ROLES][80]; /* from the map; "": no such column */
	double unit_ns;
	const char *unit;
	size_t column[ROLES]; /* index in the file; SIZE_MAX: no such column */
	struct texts series, nights, header;
	bool wide; /* one column of times per series, named like it */
	struct measure *measure;
	size_t count, cap;
};

/* Stores the measures as runs, one per night. The uuids of the runs are made
 * from `hash`, that of the file. 0, or -1 with *err. */
int import_runs(struct foreign *f, uint64_t hash, struct err *err);

#endif
