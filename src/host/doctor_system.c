/* The doctor's checks of memory, limits, the build, programs, the database. */
#include "host/doctor_checks.h"

#include "base/units.h"
#include "kernel/blas_core.h"
#include "kernel/cpu.h"
#include "proc/perf.h"

#include <string.h>

#define MIB (1024.0 * 1024.0)
#define GIB (1024.0 * MIB)

/* ---- memory -------------------------------------------------------------- */

void doctor_check_thp(struct patient *p)
{
	const char *thp = patient_text(p, "thp");

	if (thp && strstr(thp, "[always]"))
		patient_say(p, FINDING_NOTE,
			    "private memory gets huge pages only if some are "
			    "free: this differs from night to night",
			    "echo madvise | sudo tee "
			    "/sys/kernel/mm/transparent_hugepage/enabled");
}

void doctor_check_aslr(struct patient *p)
{
	double level;

	if (!patient_number(p, "aslr", &level))
		return;
	if (level > 0)
		patient_value(
		    p,
		    "%.0f: addresses differ from run to run, and their effect "
		    "averages out over nights; leave it on",
		    level);
	else
		patient_say(
		    p, FINDING_NOTE,
		    "every run has the same addresses: lucky or unlucky ones",
		    "sudo sysctl kernel.randomize_va_space=2");
}

void doctor_check_memory(struct patient *p)
{
	char have[UNITS_SIZE], all[UNITS_SIZE];
	double bytes, total = patient_other(p, "memory_total_bytes");

	if (!patient_number(p, "memory_free_bytes", &bytes))
		return;
	patient_value(p, "%s free of %s", units_bytes(have, bytes),
		      units_bytes(all, total));
	if (bytes < GIB || bytes < 0.1 * total)
		patient_say(
		    p, FINDING_TROUBLE,
		    "two vectors of 10,000,000 doubles alone need 153 MiB",
		    "find the programs that use it: top -o %MEM");
}

void doctor_check_memory_limit(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes = patient_other(p, "cgroup_memory_bytes");

	patient_value(p, "%s",
		      bytes > 0 ? units_bytes(text_of, bytes) : "none");
	patient_say(p, FINDING_FINE, "", "");
	if (bytes > 0 && bytes < GIB)
		patient_say(p, FINDING_TROUBLE,
			    "with long vectors the process is killed",
			    "docker run --memory, systemctl set-property UNIT "
			    "MemoryMax=");
}

void doctor_check_swap(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes;

	if (!patient_number(p, "swap_used_bytes", &bytes))
		return;
	patient_value(p, "%s used", units_bytes(text_of, bytes));
	if (bytes > 0)
		patient_say(p, FINDING_NOTE,
			    "reading swapped pages from disk delays a repeat",
			    "sudo swapoff -a && sudo swapon -a");
}

void doctor_check_shm(struct patient *p)
{
	char text_of[UNITS_SIZE];
	double bytes;

	if (!patient_number(p, "shm_free_bytes", &bytes))
		return;
	patient_value(p, "%s free", units_bytes(text_of, bytes));
	if (bytes < 128 * MIB)
		patient_say(p, FINDING_NOTE,
			    "Open MPI and joblib keep their shared memory "
			    "here; dotrec itself does not",
			    "sudo mount -o remount,size=1G /dev/shm, or docker "
			    "run --shm-size=1g");
}

void doctor_check_numa(struct patient *p)
{
	if (patient_is(patient_text(p, "numa_balancing"), "1"))
		patient_say(
		    p, FINDING_NOTE,
		    "the kernel unmaps pages to see which CPUs use them",
		    "sudo sysctl kernel.numa_balancing=0");
}

void doctor_check_ksm(struct patient *p)
{
	if (patient_is(patient_text(p, "ksm"), "1"))
		patient_say(p, FINDING_NOTE, "a kernel thread reads all memory",
			    "echo 0 | sudo tee /sys/kernel/mm/ksm/run");
}

/* ---- dotrec -------------------------------------------------------------- */

void doctor_check_priority(struct patient *p)
{
	double nice;

	if (patient_number(p, "own_nice", &nice) && nice > 0)
		patient_say(p, FINDING_TROUBLE,
			    "other programs take precedence",
			    "start dotrec without nice");
}

void doctor_check_files(struct patient *p)
{
	double files;

	if (!patient_number(p, "open_files_max", &files))
		return;
	patient_value(p, "%.0f", files);
	if (files < 512)
		patient_say(p, FINDING_NOTE,
			    "pools of 64 workers over pipes need some 300",
			    "ulimit -Hn 4096");
}

void doctor_check_perf(struct patient *p)
{
	const char *counters = patient_text(p, "counters");

	if (patient_is(counters, PERF_NOT_PERMITTED))
		patient_say(p, FINDING_NOTE,
			    "instructions and cycles of repeats are not "
			    "recorded",
			    "sudo sysctl kernel.perf_event_paranoid=2; in a "
			    "container, also permit perf_event_open");
	else if (patient_is(counters, PERF_NONE))
		patient_value(p, "no counters of the CPU, as in most virtual "
				 "machines: instructions and cycles of repeats "
				 "are not recorded");
}

void doctor_check_build(struct patient *p)
{
	const char *flags = patient_text(p, "build_flags");

	if (flags && (strstr(flags, "-fsanitize") || strstr(flags, "-O0")))
		patient_say(p, FINDING_TROUBLE,
			    "this build is for tests, not for times",
			    "./configure && make");
}

void doctor_check_blas(struct patient *p)
{
	char why[sizeof(p->finding->why)];
	int behind;

	if (patient_is(patient_text(p, "blas"), "none"))
		patient_say(p, FINDING_NOTE,
			    "cells of the kernel blas are skipped",
			    "sudo apt-get install libopenblas0-pthread");
	behind =
	    blas_core_behind(p->finding->value, cpu_level(), why, sizeof(why));
	if (behind)
		patient_say(p, behind > 1 ? FINDING_TROUBLE : FINDING_NOTE, why,
			    cpu_level() > 3
				? "export OPENBLAS_CORETYPE=SkylakeX, or "
				  "install a newer OpenBLAS; nights with "
				  "another core are another state"
				: "export OPENBLAS_CORETYPE=Haswell, or "
				  "install a newer OpenBLAS; nights with "
				  "another core are another state");
}

void doctor_check_gnuplot(struct patient *p)
{
	if (patient_is(patient_text(p, "gnuplot"), "no"))
		patient_say(p, FINDING_NOTE, "reports come without figures",
			    "sudo apt-get install gnuplot-nox");
}

void doctor_check_mpirun(struct patient *p)
{
	if (patient_is(patient_text(p, "mpirun"), "no"))
		patient_say(p, FINDING_NOTE, "nothing can be compared with MPI",
			    "sudo apt-get install openmpi-bin");
}

void doctor_check_joblib(struct patient *p)
{
	if (patient_is(patient_text(p, "joblib"), "no"))
		patient_say(
		    p, FINDING_NOTE, "nothing can be compared with joblib",
		    "sudo apt-get install python3-joblib python3-numpy");
}

void doctor_check_database(struct patient *p)
{
	const char *state = patient_text(p, "database");

	if (state && !patient_is(state, "writable"))
		patient_say(p, FINDING_TROUBLE, "no run can be stored",
			    "choose another one: dotrec run -d FILE");
}
