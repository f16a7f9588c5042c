/* Who is running a run: told apart from a dead process with the same number. */
#ifndef RUN_OWNER_H
#define RUN_OWNER_H

#include <stdbool.h>

#define OWNER_SIZE 80

/* This process: "BOOT-ID PID START-TIME", the last in clock ticks of the boot
 * (proc(5), stat field 22). */
void owner_self(char text[OWNER_SIZE]);

/* Whether the process that owner_self() described still lives, here. */
bool owner_lives(const char *text);

#endif
