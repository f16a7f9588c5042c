/* manifest.csv: what a directory of reports was made from, and what is in it.
 */
#ifndef REPORT_MANIFEST_H
#define REPORT_MANIFEST_H

#include "base/sha256.h"
#include "report/run_report.h"

#define MANIFEST_REPORTS 64

/* What is read back from one. Zero before use. */
struct manifest {
	char run[40];     /* uuid */
	char against[40]; /* of the run it is compared with, or "" */
	int64_t date_s;
	char gnuplot[80];              /* version; "": no pictures were drawn */
	char *names[MANIFEST_REPORTS]; /* of its reports */
	size_t count;
	struct manifest_file {
		char *name;
		char sha256[SHA256_SIZE];
	} * files;
	size_t nfiles, cap;
};

/*
 * Appends the manifest: a row a fact, `what,name,rows,sha256`: the run, its
 * date, the programs, then each report, query (rows, hash of its CSV) and file
 * of the directory `dir` (bytes, hash). Returns 0, or -1 with *err.
 */
int manifest_write(const struct run_report *parts, size_t count,
		   const struct run_facts *facts, int64_t date_s,
		   const char *gnuplot, const char *dir, struct str *out,
		   struct err *err);

/* Reads the one in `dir`: 0, or -1: ERR_VERIFY where there is none or it is
 * not one. */
int manifest_read(struct manifest *manifest, const char *dir, struct err *err);
void manifest_free(struct manifest *manifest);

#endif
