/* Conditions of the machine that are read from files and system calls. */
#ifndef HOST_CONDITIONS_H
#define HOST_CONDITIONS_H

#include "sample/provenance.h"

#include <stdbool.h>

/* Adds the conditions quickly, without measuring. `anonymous` leaves out the
 * hostname. */
void conditions_add(struct facts *facts, bool anonymous);

#endif
