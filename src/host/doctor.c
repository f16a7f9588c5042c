/* The doctor: runs its checks on facts, and sorts the findings. */
#include "host/doctor.h"

#include "base/str.h"
#include "host/doctor_checks.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- functions for checks ------------------------------------------------ */

void patient_say(struct patient *p, enum finding_level level, const char *why,
		 const char *remedy)
{
	p->finding->level = level;
	str_copy(p->finding->why, sizeof(p->finding->why), why);
	str_copy(p->finding->remedy, sizeof(p->finding->remedy), remedy);
}

void patient_value(struct patient *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->finding->value, sizeof(p->finding->value), fmt, ap);
	va_end(ap);
}

const char *patient_text(struct patient *p, const char *name)
{
	const char *fact = facts_text(p->facts, name);

	p->finding->level = fact ? FINDING_FINE : FINDING_UNKNOWN;
	patient_value(p, "%s", fact ? fact : "not known");
	return fact;
}

bool patient_number(struct patient *p, const char *name, double *to)
{
	return patient_text(p, name) && facts_number(p->facts, name, to);
}

double patient_other(const struct patient *p, const char *name)
{
	double found = 0;

	facts_number(p->facts, name, &found);
	return found;
}

bool patient_is(const char *fact, const char *wanted)
{
	return fact && !strcmp(fact, wanted);
}

/* ---- the checks ---------------------------------------------------------- */

static const struct {
	const char *what;
	void (*check)(struct patient *p);
} checks[] = {
	{ "noise now", doctor_check_noise },
	{ "database", doctor_check_database },
	{ "build", doctor_check_build },
	{ "priority", doctor_check_priority },
	{ "CPUs", doctor_check_cpus },
	{ "CPU quota", doctor_check_quota },
	{ "power", doctor_check_power },
	{ "governor", doctor_check_governor },
	{ "clock", doctor_check_clock },
	{ "steal", doctor_check_steal },
	{ "memory", doctor_check_memory },
	{ "memory limit", doctor_check_memory_limit },
	{ "virtual machine", doctor_check_virtual },
	{ "load", doctor_check_load },
	{ "quota so far", doctor_check_throttled },
	{ "hyper-threads", doctor_check_smt },
	{ "CPU distance", doctor_check_distance },
	{ "turbo", doctor_check_turbo },
	{ "CPU clock", doctor_check_clock_rate },
	{ "heat", doctor_check_heat },
	{ "swap", doctor_check_swap },
	{ "huge pages", doctor_check_thp },
	{ "NUMA balancing", doctor_check_numa },
	{ "same-page merging", doctor_check_ksm },
	{ "NMI watchdog", doctor_check_nmi },
	{ "timer migration", doctor_check_timers },
	{ "address layout", doctor_check_aslr },
	{ "/dev/shm", doctor_check_shm },
	{ "open files", doctor_check_files },
	{ "perf", doctor_check_perf },
	{ "BLAS", doctor_check_blas },
	{ "gnuplot", doctor_check_gnuplot },
	{ "mpirun", doctor_check_mpirun },
	{ "joblib", doctor_check_joblib },
};
#define CHECKS (sizeof(checks) / sizeof(checks[0]))
_Static_assert(CHECKS <= DOCTOR_CHECKS_MAX, "room for the findings");

const char *finding_level_name(enum finding_level level)
{
	static const char *const names[] = {
		[FINDING_TROUBLE] = "trouble",
		[FINDING_NOTE] = "note",
		[FINDING_FINE] = "fine",
		[FINDING_UNKNOWN] = "unknown",
	};

	return names[level];
}

size_t doctor_judge(const struct facts *facts,
		    struct finding findings[DOCTOR_CHECKS_MAX])
{
	struct finding found[CHECKS] = { { 0 } };
	struct patient patient = { .facts = facts };
	enum finding_level level;
	size_t i, count = 0;

	for (i = 0; i < CHECKS; i++) {
		found[i].what = checks[i].what;
		patient.finding = &found[i];
		checks[i].check(&patient);
	}
	for (level = FINDING_TROUBLE; level <= FINDING_UNKNOWN; level++)
		for (i = 0; i < CHECKS; i++)
			if (found[i].level == level)
				findings[count++] = found[i];
	assert(count == CHECKS);
	return count;
}
