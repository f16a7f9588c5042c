/* SIGINT, SIGTERM and SIGHUP: recorded, so that a command stops between two
 * steps. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP is only recorded for
 * interrupt_pending(), and system calls that wait return early; a second one of
 * the same kind has its usual effect. A SIGHUP that is ignored, as under
 * nohup(1), stays ignored. For commands that must save results before they end.
 */
void interrupt_install(void);

/* Restores the signal actions from before interrupt_install(). */
void interrupt_remove(void);

/* Arms SIGALRM as a deadline after so many seconds, which is then pending like
 * a signal; 0 disarms it and forgets one that fired. */
void interrupt_deadline(unsigned seconds);

/* The signal that arrived, or 0. Workers ignore these signals: their parent
 * decides when they end. */
int interrupt_pending(void);

/* From now on SIGPIPE and SIGXFSZ are ignored: write() returns an error
 * instead. */
void interrupt_ignore_pipes(void);

#endif
