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

/* Judges the facts of doctor_look(): one finding per check, sorted by level.
 * Returns the number of findings. */
#define DOCTOR_CHECKS_MAX 40
size_t doctor_judge(const struct facts *facts,
		    struct finding findings[DOCTOR_CHECKS_MAX]);

#endif
