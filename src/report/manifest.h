/* manifest.csv: what a directory of reports was made from, and its files. */
#ifndef REPORT_MANIFEST_H
#define REPORT_MANIFEST_H

#include "base/sha256.h"
#include "report/run_report.h"

#define MANIFEST_REPORTS 64 /* maximum */

/* What manifest_read() reads. Zero before use. */
struct manifest {
	char run[40];     /* uuid */
	char against[40]; /* uuid of the run it is compared with, or "" */
	int64_t date_s;   /* written into the files; seconds since 1970 */
	char choice[8];   /* "brief", "full" or "named" */
	char drawn[80];   /* by which versions of gnuplot and qpdf; "": no
			   * pictures were drawn */
	bool thinned;     /* it no longer has all files of its reports */
	char *names[MANIFEST_REPORTS]; /* of the reports */
	size_t count;                  /* reports */
	struct manifest_file {
		char *name;
		char sha256[SHA256_SIZE];
	} * files;
	size_t nfiles, cap;
};

/*
 * Appends the manifest as CSV with the columns what,name,rows,sha256. It has a
 * row for the run, the date, the choice of reports, and each program; then for each report, each query
 * (number of rows, hash of its CSV) and each file of the directory `dir`
 * (number of bytes in column rows, hash). Returns 0, or -1 with *err.
 */
int manifest_write(const struct run_report *parts, size_t count,
		   const struct run_facts *facts, int64_t date_s,
		   const char *choice, const char *drawn, const char *dir,
		   struct str *out, struct err *err);

/* Reads the manifest in `dir`. Returns 0, or -1 with *err: ERR_VERIFY if it is
 * missing or not a manifest. manifest_free() is due after both. */
int manifest_read(struct manifest *manifest, const char *dir, struct err *err);
void manifest_free(struct manifest *manifest);

/* Compares a file of `dir` with its hash. Returns 0, MANIFEST_MISSING or
 * MANIFEST_DIFFERS, or -1 with *err. */
enum { MANIFEST_MISSING = 1, MANIFEST_DIFFERS };
int manifest_compare(const char *dir, const struct manifest_file *file,
		     struct err *err);

/* Appends the manifest `text` as that of a thinned directory: of its files only
 * MANIFEST_STAYS is left. */
#define MANIFEST_STAYS "report.pdf"
void manifest_thin(const char *text, struct str *out);

#endif
