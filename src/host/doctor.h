/* What would spoil a measurement on this machine, and how to mend it. */
#ifndef HOST_DOCTOR_H
#define HOST_DOCTOR_H

#include "sample/provenance.h"

/* The worst first. */
enum finding_level {
	FINDING_TROUBLE, /* spoils times, or keeps something from running */
	FINDING_NOTE,    /* worth knowing when times are compared */
	FINDING_FINE,
	FINDING_UNKNOWN /* this machine does not tell */
};
/* "trouble", "note", "fine", "unknown" */
const char *finding_level_name(enum finding_level level);

struct finding {
	const char *what; /* "governor"; lives as long as the program */
	enum finding_level level;
	char value[240];  /* as measured or read */
	char why[160];    /* what it does to a measurement, or "" */
	char remedy[160]; /* a command where there is one, or "" */
};

/*
 * Looks at the machine for half a second, and for what dotrec needs: fills
 * *facts with those of host_facts() with HOST_CLOCKS at the end of that time,
 * and besides
 *
 *   noise           what disturbed_judge() says of that time, "none" if nothing
 *   pingpong_earlier_ns     as pingpong_ns, at the beginning
 *   gnuplot, mpirun, joblib     yes or no
 *   blas, build_flags           as in struct build
 *   database        "writable", or the path `db` and why it is not
 *
 * Writes no file and changes nothing.
 */
void doctor_look(struct facts *facts, const char *db);

/* Judges such facts: one finding a check, in the order of the levels. Returns
 * how many there are. */
#define DOCTOR_CHECKS_MAX 40
size_t doctor_judge(const struct facts *facts,
		    struct finding findings[DOCTOR_CHECKS_MAX]);

#endif
