/* Who is running a run: told apart from a dead process with the same number. */
#ifndef HOST_OWNER_H
#define HOST_OWNER_H

#include <stdbool.h>

#define OWNER_SIZE 80

/* This process: "BOOT-ID PID START-TIME", the last in clock ticks of the boot
 * (proc(5), stat field 22). */
void owner_self(char text[OWNER_SIZE]);

/*
 * Whether the process that owner_self() described is seen to live. False is no
 * proof that it is dead: one of another container or machine cannot be seen.
 * Who may run a run is decided by db_hold_run(); this is for programs from
 * before that.
 */
bool owner_lives(const char *text);

#endif
