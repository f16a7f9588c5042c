/*
 * dotrec-mpi-rank: one rank of an MPI program that is a peer of dotrec, by the
 * protocol of doc/peers.md. Rank 0 reads the requests and answers; the others
 * do what it orders. Started by the strategy `mpi`, as
 * "mpirun -n W dotrec-mpi-rank", or by hand as any peer.
 */
#include "base/clock.h"
#include "base/units.h"
#include "kernel/fill.h"
#include "mpi/exchange.h"
#include "mpi/product.h"

#include <inttypes.h>
#include <mpi.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LINE_MAX   4096
#define FIELDS_MAX 9

/* ---- what every rank does ------------------------------------------------ */

/* The outcome of an order, of which rank 0 tells. */
struct outcome {
	bool opened;
	int64_t cold_ns;
	struct sample sample;
};

static void carry_out(const struct order *order, struct product *product,
		      struct outcome *outcome)
{
	switch (order->word) {
	case ORDER_OPEN:
		product_close(product);
		outcome->opened =
		    product_open(product, &order->cell, order->seed);
		outcome->cold_ns = clock_ns();
		MPI_Barrier(MPI_COMM_WORLD);
		outcome->cold_ns = clock_ns() - outcome->cold_ns;
		break;
	case ORDER_READY:
		product_once(product);
		break;
	case ORDER_REPEAT:
		product_repeat(product, order->calls, &outcome->sample);
		break;
	case ORDER_CLOSE:
		product_close(product);
		break;
	case ORDER_REST:
	case ORDER_QUIT:
		break;
	}
}

/* Ranks 1 and above: carries out orders until ORDER_QUIT. */
static void obey(void)
{
	struct product product = { 0 };
	struct outcome outcome;
	struct order order;
	bool asleep = true;

	do {
		exchange_receive(&order, asleep);
		memset(&outcome, 0, sizeof(outcome));
		carry_out(&order, &product, &outcome);
		asleep =
		    order.word != ORDER_READY && order.word != ORDER_REPEAT;
	} while (order.word != ORDER_QUIT);
	product_close(&product);
}

/* ---- rank 0 -------------------------------------------------------------- */

struct speaker {
	struct product product;
	char *field[FIELDS_MAX];
	int fields;
	bool open;
};

static void order_all(struct speaker *s, const struct order *order,
		      struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	exchange_send(order);
	carry_out(order, &s->product, outcome);
}

/* The name and version of the MPI library, without commas and blanks. */
static void mpi_version(char text[80])
{
	char whole[MPI_MAX_LIBRARY_VERSION_STRING] = "";
	int len, i;

	MPI_Get_library_version(whole, &len);
	whole[strcspn(whole, ",\n")] = '\0';
	snprintf(text, 80, "%.79s", whole);
	for (i = 0; text[i]; i++)
		if (text[i] <= ' ' || text[i] == '"')
			text[i] = '_';
}

static void hello(void)
{
	char version[80];
	int ranks;

	mpi_version(version);
	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	printf("hello,1,dotrec-mpi-rank,%s,mpi=%s,isa=%s\n", PACKAGE_VERSION,
	       version, kernel_isa_name());
}

/* Reads a whole number of at most `max`. */
static bool read_number(const char *text, uint64_t max, uint64_t *value)
{
	return units_parse_u64(text, value) && *value <= max;
}

/* Reads the fields of `open`; false if they are not those of the protocol. */
static bool read_open(const struct speaker *s, struct order *order)
{
	uint64_t workers, chunks;
	struct cell *c = &order->cell;

	if (s->fields != 8 || !read_number(s->field[1], PLAN_N_MAX, &c->n) ||
	    !read_number(s->field[4], UINT32_MAX, &workers) || !workers ||
	    !read_number(s->field[5], PLAN_CHUNKS_MAX, &chunks) || !chunks ||
	    !read_number(s->field[7], UINT64_MAX, &order->seed) || !c->n)
		return false;
	snprintf(c->dtype, sizeof(c->dtype), "%s", s->field[2]);
	snprintf(c->kernel, sizeof(c->kernel), "%s", s->field[3]);
	snprintf(c->placement, sizeof(c->placement), "%s", s->field[6]);
	c->workers = (uint32_t)workers;
	c->chunks = (uint32_t)chunks;
	return true;
}

static void open_cell(struct speaker *s)
{
	struct order order = { .word = ORDER_OPEN };
	const struct cell *c = &order.cell;
	const struct kernel *kernel;
	struct outcome outcome;
	uint32_t ranks;
	int size;

	MPI_Comm_size(MPI_COMM_WORLD, &size);
	ranks = (uint32_t)size;
	if (!read_open(s, &order)) {
		puts("error,the request 'open' is not that of the protocol");
		return;
	}
	kernel = kernel_find(c->kernel, c->dtype);
	if (!kernel)
		puts("missing,no such kernel");
	else if (kernel_missing(kernel))
		puts("missing,the kernel cannot be used here");
	else if (strcmp(c->placement, "resident") &&
		 strcmp(c->placement, "scatter") &&
		 strcmp(c->placement, "free"))
		puts("missing,the placements are 'resident' and 'scatter'");
	else if (ranks == 1 && c->workers > 1)
		printf("error,the launcher has started 1 rank %" PRIu32
		       " times: is it that of the MPI of dotrec-mpi-rank?\n",
		       c->workers);
	else if (c->workers != ranks)
		printf("missing,the launcher has started %" PRIu32
		       " ranks and not %" PRIu32 "\n",
		       ranks, c->workers);
	else {
		order_all(s, &order, &outcome);
		s->open = outcome.opened;
		if (outcome.opened)
			printf("opened,%" PRId64 "\n", outcome.cold_ns);
		else
			puts("error,a rank has not the memory for its vectors");
	}
}

static void print_time(int64_t ns)
{
	if (ns == SAMPLE_UNKNOWN)
		printf(",");
	else
		printf(",%" PRId64, ns);
}

static void repeat(struct speaker *s)
{
	struct order order = { .word = ORDER_REPEAT };
	struct outcome outcome;
	const struct sample *sample = &outcome.sample;
	uint64_t calls;

	if (!s->open || s->fields != 2 ||
	    !read_number(s->field[1], UINT32_MAX, &calls) || !calls) {
		puts("error,the request 'repeat' is not that of the protocol");
		return;
	}
	order.calls = (uint32_t)calls;
	order_all(s, &order, &outcome);
	if (sample->differs) {
		puts("error,the calls gave results with different bits");
		return;
	}
	printf("sample,%" PRId64, sample->total_ns);
	print_time(sample->spawn_ns);
	print_time(sample->dispatch_ns);
	print_time(sample->compute_ns);
	print_time(sample->collect_ns);
	printf(",%" PRIu64 ",%" PRIu64 ",%016" PRIx64 "\n", sample->sent_bytes,
	       sample->received_bytes, sample_bits(sample->result));
}

/* Orders `word` and answers `answer`. */
static void simple(struct speaker *s, enum order_word word, const char *answer)
{
	const struct order order = { .word = word };
	struct outcome outcome;

	if (!s->open) {
		puts("error,no cell is open");
		return;
	}
	if (word == ORDER_CLOSE)
		s->open = false;
	order_all(s, &order, &outcome);
	puts(answer);
}

static void split(struct speaker *s, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	for (s->fields = 0; line && s->fields < FIELDS_MAX; s->fields++)
		s->field[s->fields] = strsep(&line, ",");
}

/* Reads requests until `quit` or the end of stdin. */
static void speak(void)
{
	struct speaker s = { 0 };
	struct order quit = { .word = ORDER_QUIT };
	struct outcome outcome;
	char line[LINE_MAX];

	while (fgets(line, sizeof(line), stdin)) {
		split(&s, line);
		if (!strcmp(s.field[0], "quit"))
			break;
		if (!strcmp(s.field[0], "hello"))
			hello();
		else if (!strcmp(s.field[0], "open"))
			open_cell(&s);
		else if (!strcmp(s.field[0], "ready"))
			simple(&s, ORDER_READY, "ready");
		else if (!strcmp(s.field[0], "repeat"))
			repeat(&s);
		else if (!strcmp(s.field[0], "rest"))
			simple(&s, ORDER_REST, "rest");
		else if (!strcmp(s.field[0], "close"))
			simple(&s, ORDER_CLOSE, "closed");
		else
			puts("error,unknown request");
		fflush(stdout);
	}
	order_all(&s, &quit, &outcome);
	product_close(&s.product);
}

/* Lets the ranks share memory in files of the launcher's directory on this host,
 * which goes with it, or of TMPDIR; by default they lie in /dev/shm, and stay
 * there if the ranks are killed. What the user has set stays. */
static void choose_directory(void)
{
	const char *dir = getenv("PMIX_SERVER_TMPDIR");

	if (!dir || access(dir, W_OK))
		dir = getenv("TMPDIR");
	if (!dir || access(dir, W_OK))
		return;
	setenv("OMPI_MCA_btl_vader_backing_directory", dir, 0);
	setenv("OMPI_MCA_btl_sm_backing_directory", dir, 0);
}

int main(int argc, char **argv)
{
	const pid_t launcher = getppid();
	int rank;

	/* A launcher that is killed leaves no rank behind. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != launcher)
		return 1;
	choose_directory();
	MPI_Init(&argc, &argv); /* ends the program if it fails */
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	if (rank)
		obey();
	else
		speak();
	MPI_Finalize();
	return 0;
}
