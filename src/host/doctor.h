/* What would spoil a measurement on this machine, and how to fix it. */
#ifndef HOST_DOCTOR_H
#define HOST_DOCTOR_H

#include "sample/provenance.h"

/* The level of a finding, the worst first. */
enum finding_level {
	FINDING_TROUBLE, /* spoils times, or prevents something from running */
	FINDING_NOTE,    /* worth knowing when times are compared */
	FINDING_FINE,
	FINDING_UNKNOWN /* cannot be found out on this machine */
};
/* "trouble", "note", "fine", "unknown" */
const char *finding_level_name(enum finding_level level);

struct finding {
	const char *what; /* "governor"; lives as long as the program */
	enum finding_level level;
	char value[240];  /* as measured or read */
	char why[160];    /* its effect on a measurement, or "" */
	char remedy[160]; /* usually a command; or "" */
};

/*
 * Observes the machine for half a second, and looks for what dotrec needs.
 * Fills *facts with those of host_facts() with HOST_CLOCKS at the end of that
 * time, and adds
 *
 *   noise           the reasons that disturbed_judge() gives for that time, or
 *                   "none"
 *   pingpong_earlier_ns     pingpong_ns at the beginning of that time
 *   gnuplot, mpirun, joblib     whether the program exists: "yes" or "no"
 *   blas, build_flags           as in struct build
 *   database        "writable", or the path `db` and why it is not writable
 *
 * Writes no file and changes nothing.
 */
void doctor_look(struct facts *facts, const char *db);

/* Judges the facts of doctor_look(): one finding per check, sorted by level.
 * Returns the number of findings. */
#define DOCTOR_CHECKS_MAX 40
size_t doctor_judge(const struct facts *facts,
		    struct finding findings[DOCTOR_CHECKS_MAX]);

#endif
