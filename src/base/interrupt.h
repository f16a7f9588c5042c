/* SIGINT, SIGTERM and SIGHUP: noticed once, acted on between steps. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP is only noted (waits end
 * early); a second one of the same kind has its usual effect. A SIGHUP that is
 * ignored, as under nohup(1), stays ignored. For commands that have something
 * to save.
 */
void interrupt_install(void);

/* After it: signals do again what they did before. */
void interrupt_remove(void);

/* After so many seconds it is as if a signal had come: SIGALRM. With 0 it is
 * not, nor has it been. */
void interrupt_deadline(unsigned seconds);

/* The signal that came, or 0. Workers never see one: their parent decides. */
int interrupt_pending(void);

/* From now on SIGPIPE and SIGXFSZ are errors of write(), no deaths. */
void interrupt_ignore_pipes(void);

#endif
