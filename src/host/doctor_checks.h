/* Inside host/: the doctor's checks, and the functions that they use. */
#ifndef HOST_DOCTOR_CHECKS_H
#define HOST_DOCTOR_CHECKS_H

#include "host/doctor.h"

#include <stdbool.h>

/* What a check works on. */
struct patient {
	const struct facts *facts;
	struct finding *finding; /* of this check */
};

/* Sets the finding's level, why and remedy. */
void patient_say(struct patient *p, enum finding_level level, const char *why,
		 const char *remedy);

/* Sets the finding's value. */
void patient_value(struct patient *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The fact of this name, which also becomes the finding's value; the level
 * becomes FINDING_FINE, or FINDING_UNKNOWN if there is no such fact. NULL or
 * false if the fact is not known, or is not a number. */
const char *patient_text(struct patient *p, const char *name);
bool patient_number(struct patient *p, const char *name, double *to);

/* The number of this name, 0 if it is not known; leaves the finding alone. */
double patient_other(const struct patient *p, const char *name);

/* Whether the fact is known and equals `wanted`. */
bool patient_is(const char *fact, const char *wanted);

/* A check: fills in p->finding. */
typedef void doctor_check(struct patient *p);

/* doctor_cpus.c */
doctor_check doctor_check_noise;
doctor_check doctor_check_load;
doctor_check doctor_check_steal;
doctor_check doctor_check_cpus;
doctor_check doctor_check_quota;
doctor_check doctor_check_throttled;
doctor_check doctor_check_smt;
doctor_check doctor_check_distance;
doctor_check doctor_check_governor;
doctor_check doctor_check_turbo;
doctor_check doctor_check_clock_rate;
doctor_check doctor_check_heat;
doctor_check doctor_check_power;
doctor_check doctor_check_virtual;
doctor_check doctor_check_clock;
doctor_check doctor_check_nmi;
doctor_check doctor_check_timers;

/* doctor_system.c */
doctor_check doctor_check_thp;
doctor_check doctor_check_aslr;
doctor_check doctor_check_memory;
doctor_check doctor_check_memory_limit;
doctor_check doctor_check_swap;
doctor_check doctor_check_shm;
doctor_check doctor_check_numa;
doctor_check doctor_check_ksm;
doctor_check doctor_check_priority;
doctor_check doctor_check_files;
doctor_check doctor_check_perf;
doctor_check doctor_check_build;
doctor_check doctor_check_blas;
doctor_check doctor_check_gnuplot;
doctor_check doctor_check_mpirun;
doctor_check doctor_check_joblib;
doctor_check doctor_check_database;

#endif
