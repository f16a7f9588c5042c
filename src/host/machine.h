/* What the machine is. */
#ifndef HOST_MACHINE_H
#define HOST_MACHINE_H

#include "sample/provenance.h"

/* Fills in the machine; its key is a hash of what stays over reboots: no
 * clocks, no hostname. Unknown numbers are 0, unknown texts "unknown". */
void machine_describe(struct machine *machine);

#endif
