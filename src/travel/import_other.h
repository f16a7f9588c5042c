/* Inside travel/: a table that dotrec has not written, on its way to runs. */
#ifndef TRAVEL_IMPORT_OTHER_H
#define TRAVEL_IMPORT_OTHER_H

#include "plan/plan.h"
#include "travel/import.h"

#define FOREIGN_PREFIX    "external:"
#define FOREIGN_NAME_SIZE (PLAN_NAME_SIZE - sizeof(FOREIGN_PREFIX) + 1)

/* What a column can be. */
enum role { ROLE_SERIES, ROLE_N, ROLE_TIME, ROLE_DATE, ROLE_WORKERS, ROLES };

/* A time that was read, and where it belongs. */
struct measure {
	size_t night, series; /* numbers of their texts */
	uint64_t n, workers;
	size_t order, line;
	double ns;
};

/* Different texts, in the order in which they came. */
struct texts {
	char (*text)[FOREIGN_NAME_SIZE];
	size_t count, cap;
};

struct foreign {
	struct import *im;
	char column_name[ROLES][80]; /* as the map names them; "": not there */
	double unit_ns;
	const char *unit;
	size_t column[ROLES]; /* of the file, SIZE_MAX: not there */
	struct texts series, nights, header;
	bool wide; /* a column per series, named by it */
	struct measure *measure;
	size_t count, cap;
};

/* Stores the measures as runs, one a night. 0, or -1 with *err. */
int import_runs(struct foreign *f, uint64_t hash, struct err *err);

#endif
