/* The comparison of two runs as rows. */
#ifndef REPORT_COMPARED_H
#define REPORT_COMPARED_H

#include "judge/compare.h"
#include "store/query.h"

/* What is said of a comparison that has no nights to lean on. */
#define COMPARED_WITHIN "within-night only: cannot tell program from night"

/* Whether it is such a one. */
bool compared_within(const struct comparison *comparison);

/* Opens the rows of sql/rows/NAME.sql over a comparison. NULL with *err. */
struct query *compared_open(struct db *db, const char *name,
			    const struct compare *compare, struct err *err);

#endif
