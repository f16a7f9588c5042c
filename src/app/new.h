/* Beginning a run. */
#ifndef APP_NEW_H
#define APP_NEW_H

#include "app/job.h"

/* Reads the plan, writes the run's row and cells, and then where and with what it
 * runs. 0, or -1 with *err. */
int new_run(struct job *j, struct err *err);

#endif
