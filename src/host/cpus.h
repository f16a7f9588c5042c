/* The conditions of the CPUs: who shares what, how fast they may be, how hot. */
#ifndef HOST_CPUS_H
#define HOST_CPUS_H

#include "sample/provenance.h"

/* Adds them, quickly: nothing is measured. */
void cpus_add(struct facts *facts);

#endif
