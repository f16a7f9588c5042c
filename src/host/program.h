/* This program: how it was built, and with what. */
#ifndef HOST_PROGRAM_H
#define HOST_PROGRAM_H

#include "sample/provenance.h"

/* The build of this program. The texts live as long as the program. */
void program_build(struct build *build);

#endif
