/* The comparison of two runs as rows. */
#ifndef REPORT_COMPARED_H
#define REPORT_COMPARED_H

#include "judge/compare.h"
#include "store/query.h"

/* The basis of a comparison within the night: there were not enough nights. */
#define COMPARED_WITHIN "within-night only: cannot tell program from night"

/* Whether the comparison is one within the night. */
bool compared_within(const struct comparison *comparison);

/* Opens sql/rows/NAME.sql on the rows of the comparison. NULL with *err. */
struct query *compared_open(struct db *db, const char *name,
			    const struct compare *compare, struct err *err);

#endif
