/* The process that runs a run; its number alone may be that of a later one. */
#ifndef HOST_OWNER_H
#define HOST_OWNER_H

#include <stdbool.h>

#define OWNER_SIZE 80

/* Describes this process: "BOOT-ID PID START-TIME", the last in clock ticks
 * since the boot (proc(5), stat field 22). */
void owner_self(char text[OWNER_SIZE]);

/*
 * Whether the process that owner_self() described is seen to live. False does
 * not prove that it is dead: a process of another container or machine cannot
 * be seen. db_hold_run() decides which process may run a run; this check is for
 * runs of older programs, which did not call it.
 */
bool owner_lives(const char *text);

#endif
