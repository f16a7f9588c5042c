/* The conditions of the machine that files and system calls tell. */
#ifndef HOST_CONDITIONS_H
#define HOST_CONDITIONS_H

#include "sample/provenance.h"

#include <stdbool.h>

/* Adds them, quickly: nothing is measured. `anonymous` leaves out what tells
 * whose machine it is. */
void conditions_add(struct facts *facts, bool anonymous);

#endif
