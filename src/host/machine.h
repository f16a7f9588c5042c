/* What the machine is: its model, CPUs, caches, memory, and their key. */
#ifndef HOST_MACHINE_H
#define HOST_MACHINE_H

#include "sample/provenance.h"

/* Fills in the machine. Its key is a hash of what reboots do not change: no
 * clocks, no hostname. Unknown numbers are 0, unknown texts "unknown". */
void machine_describe(struct machine *machine);

#endif
