/* The comparison of two runs as rows. */
#ifndef REPORT_COMPARED_H
#define REPORT_COMPARED_H

#include "judge/compare.h"
#include "store/query.h"

/* Opens sql/rows/NAME.sql on the rows of the comparison. NULL with *err. */
struct query *compared_open(struct db *db, const char *name,
			    const struct compare *compare, struct err *err);

#endif
