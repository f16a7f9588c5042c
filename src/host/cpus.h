/* The state of the CPUs: shared cores, governor, turbo, heat, mitigations. */
#ifndef HOST_CPUS_H
#define HOST_CPUS_H

#include "sample/provenance.h"

/* Adds the state of the CPUs quickly, without measuring. */
void cpus_add(struct facts *facts);

#endif
