/* What doctor looks at: the state of the machine during half a second. */
#ifndef HOST_DOCTOR_LOOK_H
#define HOST_DOCTOR_LOOK_H

#include "sample/provenance.h"

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

#endif
