/* A dot product over the ranks of MPI_COMM_WORLD. */
#include "mpi/product.h"

#include "base/clock.h"
#include "kernel/fill.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>

#define TAG_FOLD    2
#define TAG_SLICE   3
#define TAG_VALUE   4
#define PIECE_BYTES (1 << 30) /* the counts of MPI are ints */

/* ---- vectors and buffers ------------------------------------------------- */

/* The elements of rank r. */
static void slice_of(const struct product *p, int r, size_t *start,
		     size_t *count)
{
	const size_t parts = (size_t)p->ranks * p->chunks;
	const size_t first = (size_t)r * p->chunks;
	size_t last_start, last_count;

	kernel_slice(p->kernel, p->n, parts, first, start, count);
	kernel_slice(p->kernel, p->n, parts, first + p->chunks - 1, &last_start,
		     &last_count);
	*count = last_start + last_count - *start;
}

static void *allocate(size_t count, size_t bytes)
{
	size_t size = (count * bytes + 63) / 64 * 64;
	void *memory = aligned_alloc(64, size ? size : 64);

	if (memory)
		memset(memory, 0,
		       size); /* its pages are there before any timing */
	return memory;
}

static bool all_ranks(bool here)
{
	int mine = here, all;

	MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
	return all;
}

static bool on_one_host(int ranks)
{
	MPI_Comm host;
	int here;

	MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0,
			    MPI_INFO_NULL, &host);
	MPI_Comm_size(host, &here);
	MPI_Comm_free(&host);
	return all_ranks(here == ranks);
}

bool product_open(struct product *p, const struct cell *cell, uint64_t seed)
{
	const size_t marks = PRODUCT_MARKS_MAX;
	size_t bytes, first, held;
	bool have;

	p->kernel = kernel_find(cell->kernel, cell->dtype);
	p->n = cell->n;
	p->chunks = cell->chunks;
	p->scatter = !strcmp(cell->placement, "scatter");
	MPI_Comm_rank(MPI_COMM_WORLD, &p->rank);
	MPI_Comm_size(MPI_COMM_WORLD, &p->ranks);
	p->one_host = on_one_host(p->ranks);
	slice_of(p, p->rank, &p->start, &p->count);
	first = p->scatter && p->rank == 0 ? 0 : p->start;
	held = p->scatter && p->rank == 0 ? p->n : p->count;
	bytes = dtype_table[p->kernel->dtype].bytes;
	p->x = allocate(held, bytes);
	p->y = allocate(held, bytes);
	p->own = allocate(1, sizeof(*p->own));
	p->other = allocate(1, sizeof(*p->other));
	p->fold_max = (int)fold_bytes_max(p->kernel);
	p->marks = allocate(marks, sizeof(*p->marks));
	p->gathered = allocate(p->rank ? 0 : marks * (size_t)p->ranks,
			       sizeof(*p->gathered));
	p->begin_ns = allocate(marks, sizeof(*p->begin_ns));
	p->end_ns = allocate(marks, sizeof(*p->end_ns));
	have = !kernel_missing(p->kernel) && p->x && p->y && p->own &&
	       p->other && p->marks && p->gathered && p->begin_ns && p->end_ns;
	if (have && !(p->scatter && p->rank)) {
		fill_vector(p->kernel->dtype, seed, 0, first, held, p->x);
		fill_vector(p->kernel->dtype, seed, 1, first, held, p->y);
	}
	return all_ranks(have);
}

void product_close(struct product *p)
{
	free(p->x);
	free(p->y);
	free(p->own);
	free(p->other);
	free(p->marks);
	free(p->gathered);
	free(p->begin_ns);
	free(p->end_ns);
	memset(p, 0, sizeof(*p));
}

/* ---- one call ------------------------------------------------------------ */

static void send_bytes(const unsigned char *bytes, size_t size, int to)
{
	size_t piece;

	for (; size; bytes += piece, size -= piece) {
		piece = size < PIECE_BYTES ? size : PIECE_BYTES;
		MPI_Send(bytes, (int)piece, MPI_BYTE, to, TAG_SLICE,
			 MPI_COMM_WORLD);
	}
}

static void receive_bytes(unsigned char *bytes, size_t size)
{
	size_t piece;

	for (; size; bytes += piece, size -= piece) {
		piece = size < PIECE_BYTES ? size : PIECE_BYTES;
		MPI_Recv(bytes, (int)piece, MPI_BYTE, 0, TAG_SLICE,
			 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
	}
}

/* Rank 0 sends every other rank its slices of x and y. */
static void scatter(const struct product *p)
{
	const size_t bytes = dtype_table[p->kernel->dtype].bytes;
	size_t start, count;
	int r;

	for (r = 1; p->rank == 0 && r < p->ranks; r++) {
		slice_of(p, r, &start, &count);
		send_bytes(p->x + start * bytes, count * bytes, r);
		send_bytes(p->y + start * bytes, count * bytes, r);
	}
	if (p->rank) {
		receive_bytes(p->x, p->count * bytes);
		receive_bytes(p->y, p->count * bytes);
	}
}

static void compute(struct product *p)
{
	const size_t bytes = dtype_table[p->kernel->dtype].bytes;
	const size_t parts = (size_t)p->ranks * p->chunks;
	size_t start, count, at;
	unsigned c;

	fold_begin(p->own, p->kernel, p->start);
	for (c = 0; c < p->chunks; c++) {
		kernel_slice(p->kernel, p->n, parts,
			     (size_t)p->rank * p->chunks + c, &start, &count);
		at = (start - p->start) * bytes;
		p->kernel->add(p->own, p->x + at, p->y + at, count);
	}
}

static void send_fold(const struct product *p, int to)
{
	MPI_Send(p->own, (int)fold_bytes(p->own), MPI_BYTE, to, TAG_FOLD,
		 MPI_COMM_WORLD);
}

static void received(struct product *p, MPI_Status *status)
{
	int bytes;

	MPI_Get_count(status, MPI_BYTE, &bytes);
	p->received += (uint64_t)bytes;
}

/* Receives the fold of the rank above and appends it. */
static void take_fold(struct product *p, int from)
{
	MPI_Status status;

	MPI_Recv(p->other, p->fold_max, MPI_BYTE, from, TAG_FOLD,
		 MPI_COMM_WORLD, &status);
	received(p, &status);
	p->kernel->join(p->own, p->other);
}

/* Both ranks have folds of neighbours; each gets the joined one. */
static void exchange_folds(struct product *p, int with)
{
	MPI_Status status;
	struct fold *lower;

	MPI_Sendrecv(p->own, (int)fold_bytes(p->own), MPI_BYTE, with, TAG_FOLD,
		     p->other, p->fold_max, MPI_BYTE, with, TAG_FOLD,
		     MPI_COMM_WORLD, &status);
	received(p, &status);
	if (with > p->rank) {
		p->kernel->join(p->own, p->other);
		return;
	}
	lower = p->other;
	p->kernel->join(lower, p->own);
	p->other = p->own;
	p->own = lower;
}

/*
 * Joins the folds of all ranks in the order of the ranks, by recursive doubling:
 * every rank has the product at the end, as after MPI_Allreduce, so that none
 * begins the next call before all have computed this one. Where the number of
 * ranks is no power of two, the first ranks are joined in pairs before, of which
 * only the lower one goes on.
 */
static double join_ranks(struct product *p)
{
	double value = 0;
	int power = 1, pairs, place, step, with;

	while (2 * power <= p->ranks)
		power *= 2;
	pairs = p->ranks - power;
	if (p->rank < 2 * pairs && p->rank % 2) {
		send_fold(p, p->rank - 1);
		MPI_Recv(&value, 1, MPI_DOUBLE, p->rank - 1, TAG_VALUE,
			 MPI_COMM_WORLD, MPI_STATUS_IGNORE);
		return value;
	}
	if (p->rank < 2 * pairs)
		take_fold(p, p->rank + 1);
	place = p->rank < 2 * pairs ? p->rank / 2 : p->rank - pairs;
	for (step = 1; step < power; step *= 2) {
		with = place ^ step;
		exchange_folds(p, with < pairs ? 2 * with : with + pairs);
	}
	value = p->kernel->value(p->own);
	if (p->rank < 2 * pairs)
		MPI_Send(&value, 1, MPI_DOUBLE, p->rank + 1, TAG_VALUE,
			 MPI_COMM_WORLD);
	return value;
}

static double call(struct product *p, struct product_marks *marks)
{
	int64_t begin_ns = 0;

	if (p->scatter)
		scatter(p);
	if (marks)
		begin_ns = clock_ns();
	compute(p);
	if (marks) {
		marks->ended_ns = clock_ns();
		marks->compute_ns = marks->ended_ns - begin_ns;
	}
	return join_ranks(p);
}

double product_once(struct product *p)
{
	return call(p, NULL);
}

/* ---- a repeat ------------------------------------------------------------ */

/* Adds the phases of one marked call: those of the rank that ended last. */
static void add_call(const struct product *p, uint32_t mark,
		     struct sample *sample)
{
	struct call_marks m = { p->begin_ns[mark], p->end_ns[mark],
				p->begin_ns[mark], 0,
				INT64_MIN,         INT64_MAX };
	const struct product_marks *of;
	int r;

	for (r = 0; r < p->ranks; r++) {
		of = &p->gathered[(size_t)r * PRODUCT_MARKS_MAX + mark];
		if (of->ended_ns < m.first_ended_ns)
			m.first_ended_ns = of->ended_ns;
		if (of->ended_ns < m.ended_ns)
			continue;
		m.ended_ns = of->ended_ns;
		m.compute_ns = of->compute_ns;
	}
	sample_add_call(sample, &m);
}

/* Sets the phases from the marks of all ranks. */
static void tell_phases(struct product *p, uint32_t marked, int64_t total_ns,
			struct sample *sample)
{
	const int bytes = (int)(PRODUCT_MARKS_MAX * sizeof(*p->marks));
	uint32_t i;

	MPI_Gather(p->marks, bytes, MPI_BYTE, p->gathered, bytes, MPI_BYTE, 0,
		   MPI_COMM_WORLD);
	if (p->rank)
		return;
	for (i = 0; i < marked; i++)
		add_call(p, i, sample);
	sample_apportion(sample, total_ns);
}

/* Sets the bytes that were copied to the ranks and back. */
static void tell_bytes(const struct product *p, uint32_t calls,
		       struct sample *sample)
{
	const uint64_t bytes = dtype_table[p->kernel->dtype].bytes;
	uint64_t all = 0;

	MPI_Reduce(&p->received, &all, 1, MPI_UINT64_T, MPI_SUM, 0,
		   MPI_COMM_WORLD);
	sample->received_bytes = all;
	if (p->scatter)
		sample->sent_bytes = 2 * bytes * (p->n - p->count) * calls;
}

void product_repeat(struct product *p, uint32_t calls, struct sample *sample)
{
	/* at most PRODUCT_MARKS_MAX calls are marked */
	const uint32_t every = (calls - 1) / PRODUCT_MARKS_MAX + 1;
	int64_t begin_ns, total_ns;
	uint32_t i, marked = 0, to_mark = 0;
	bool mark;
	double result;

	p->received = 0;
	MPI_Barrier(MPI_COMM_WORLD);
	begin_ns = clock_ns();
	for (i = 0; i < calls; i++) {
		mark = p->one_host && !to_mark;
		to_mark = (to_mark ? to_mark : every) - 1;
		if (mark)
			p->begin_ns[marked] = clock_ns();
		result = call(p, mark ? &p->marks[marked] : NULL);
		if (mark)
			p->end_ns[marked++] = clock_ns();
		sample_add_result(sample, result);
	}
	total_ns = clock_ns() - begin_ns;
	tell_bytes(p, calls, sample);
	if (p->one_host) {
		tell_phases(p, marked, total_ns, sample);
		return;
	}
	sample->total_ns = total_ns;
	sample->spawn_ns = 0;
	sample->dispatch_ns = sample->compute_ns = sample->collect_ns =
	    SAMPLE_UNKNOWN;
}
