/* dotrec peer: lists the programs that measure beside dotrec, or checks one. */
#include "cmd/cmd.h"

#include "app/peer_check.h"
#include "base/interrupt.h"
#include "strategy/peers.h"
#include "table/table.h"

#include <stdio.h>
#include <string.h>

#define CHECK_MS 20000 /* to answer a request */

/* ---- the list ------------------------------------------------------------ */

static int add_row(struct table *t, const char *name, const char *text,
		   struct err *err)
{
	return table_add(t, name, false, err) || table_add(t, text, false, err)
		   ? -1
		   : 0;
}

static int list_peer(struct table *t, const struct strategy *peer,
		     struct err *err)
{
	const char *text, *trouble;

	if (peers_greet(peer, err))
		return -1;
	text = peers_text(peer);
	trouble = peers_trouble(peer);
	return add_row(t, peer->name, text ? text : trouble, err);
}

static int list_peers(struct err *err)
{
	struct table t = { .columns = 2 };
	size_t i;
	int rc = add_row(&t, "peer", "what it says, or why it is missing", err);

	peers_find();
	for (i = 0; peers_strategy(i) && !rc; i++)
		rc = list_peer(&t, peers_strategy(i), err);
	if (!rc)
		rc = cmd_print(&t, err);
	table_free(&t);
	return rc ? exitcode_tell(err) : EXIT_OK;
}

/* ---- the check ----------------------------------------------------------- */

static void tell(bool right, const char *sentence)
{
	printf("%s  %s\n", right ? "right" : "WRONG", sentence);
	fflush(stdout);
}

static int check(struct peer_check *c, struct err *err)
{
	c->tell = tell;
	if (peer_check_all(c, err))
		return exitcode_tell(err);
	if (c->wrong) {
		printf("%u of %u things are wrong; doc/peers.md tells the "
		       "protocol.\n",
		       c->wrong, c->wrong + c->right);
		return EXIT_VERIFY;
	}
	if (!c->measured) {
		printf("The peer has measured nothing, so little was checked. "
		       "Name a kernel that it knows with --kernel.\n");
		return EXIT_NOTHING;
	}
	printf("All is right.\n");
	return EXIT_OK;
}

/* What the command line asks for. */
static int peer_act(int count, char **words, const char *kernel,
		    const char *timeout, struct err *err)
{
	struct peer_check c = { .kernel = kernel ? kernel : "native" };
	unsigned long ms = CHECK_MS;

	if (!count && !kernel && !timeout)
		return list_peers(err);
	if (count != 2 || strcmp(words[0], "check"))
		err_set(err, ERR_USAGE,
			"'dotrec peer' lists the peers, and 'dotrec peer check "
			"COMMAND' checks one; put the command in quotes");
	else if (strlen(c.kernel) >= PLAN_NAME_SIZE ||
		 strpbrk(c.kernel, ",\"\n"))
		err_set(err, ERR_USAGE,
			"--kernel: '%.100s' is not the name of a kernel",
			c.kernel);
	else if (timeout)
		opt_number("timeout-ms", timeout, 1, 86400000, &ms, err);
	if (err->kind)
		return exitcode_tell(err);
	c.command = words[1];
	c.timeout_ms = (uint32_t)ms;
	return check(&c, err);
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *kernel = NULL, *timeout = NULL;
	struct cmd_common common = { 0 };
	const struct opt options[] = {
		{ "kernel", 'k', "NAME",
		  "check: the kernel that the peer is asked for (else native)",
		  &kernel },
		{ "timeout-ms", 't', "MS",
		  "check: time limit of an answer (else 20000)", &timeout },
		CMD_COMMON_OPTIONS(common),
	};
	struct err err = { 0 };
	int first, code;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	interrupt_install(); /* so that the peer and its directory go */
	return peer_act(argc - first, argv + first, kernel, timeout, &err);
}

const struct cmd command_peer = {
	.name = "peer",
	.usage = "[OPTION...] [check COMMAND]",
	.operands = 2,
	.summary =
	    "lists the peers that are found here, or checks that a program "
	    "keeps the protocol of peers",
	.exec = exec,
};
