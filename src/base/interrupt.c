/* SIGINT, SIGTERM and SIGHUP: recorded, so that a command stops between two
 * steps. */
#include "base/interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t pending;

/* A deadline never replaces a signal that is pending: interrupt_deadline(0)
 * forgets a deadline, but a request to stop must stay. */
static void note_signal(int signal_number)
{
	if (signal_number != SIGALRM || !pending)
		pending = signal_number;
}

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static struct sigaction before[SIGNALS];

void interrupt_install(void)
{
	struct sigaction action;
	size_t i;

	memset(&action, 0, sizeof(action));
	sigfillset(&action.sa_mask);
	action.sa_handler = note_signal;
	action.sa_flags =
	    (int)SA_RESETHAND; /* no SA_RESTART: waiting calls return */
	for (i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		/* nohup(1) means that a closed terminal is no reason to stop */
		if (signals[i] != SIGHUP || before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

void interrupt_remove(void)
{
	size_t i;

	for (i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
}

void interrupt_deadline(unsigned seconds)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	sigfillset(&action.sa_mask);
	action.sa_handler = note_signal;
	sigaction(SIGALRM, &action, NULL);
	alarm(seconds);
	if (!seconds && pending == SIGALRM)
		pending = 0;
}

void interrupt_ignore_pipes(void)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = SIG_IGN;
	action.sa_flags = 0;
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGXFSZ, &action, NULL);
}

int interrupt_pending(void)
{
	return pending;
}
