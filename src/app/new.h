/* Begins a run. */
#ifndef APP_NEW_H
#define APP_NEW_H

#include "app/job.h"

/* Reads the plan, stores the run's row and cells, then the machine, the build
 * and the state of the machine. 0, or -1 with *err. */
int new_run(struct job *j, struct err *err);

#endif
