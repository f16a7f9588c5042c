/* dotrec plan: shows what a plan would run; runs nothing. */
#include "cmd/cmd.h"

#include "base/exitcode.h"
#include "base/log.h"
#include "base/output.h"
#include "base/str.h"
#include "base/units.h"
#include "plan/plan.h"
#include "run/advice.h"
#include "run/block.h"
#include "run/estimate.h"
#include "run/runner.h"
#include "run/vocabulary.h"
#include "table/layout.h"
#include "table/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int add_cell(struct table *t, const struct cell *cell,
		    const struct plan_words *words, struct err *err)
{
	char text[PLAN_SERIES_SIZE], number[UNITS_SIZE];

	plan_series(cell, text);
	if (table_add(t, text, false, err))
		return -1;
	snprintf(number, sizeof(number), "%u", cell->repeats);
	if (table_add(t, number, true, err) ||
	    table_add(t, units_bytes(number, plan_cell_bytes(cell, words)),
		      true, err))
		return -1;
	snprintf(number, sizeof(number), "%u", cell->timeout_ms);
	return table_add(t, number, true, err) ||
		       table_add(t, units_time(number, estimate_cell_ns(cell)),
				 true, err)
		   ? -1
		   : 0;
}

/* Adds the totals: the most memory of a block, time of all blocks. */
static void totals(const struct plan *plan, const struct blocks *blocks,
		   const struct plan_words *words, const char *advice,
		   struct str *out)
{
	double most = 0, most_huge = 0, time_ns = 0, repeats = 0;
	char memory[UNITS_SIZE], huge[UNITS_SIZE], time_text[UNITS_SIZE],
	    cells[UNITS_SIZE];
	char in_blocks[UNITS_SIZE], of_repeats[UNITS_SIZE];
	const struct cell *cell;
	size_t b, i;

	for (b = 0; b < blocks->count; b++) {
		struct plan_need need = { 0 };

		cell = &plan->cells[blocks->cell[blocks->start[b]]];
		time_ns += estimate_block_ns(cell);
		for (i = blocks->start[b]; i < blocks->start[b + 1]; i++) {
			cell = &plan->cells[blocks->cell[i]];
			plan_need_add(&need, cell, words);
			time_ns += estimate_cell_ns(cell);
			repeats += cell->repeats;
		}
		most = fmax(most, need.bytes);
		most_huge = fmax(most_huge, need.huge_bytes);
	}
	str_addf(
	    out,
	    "\n%s in %s, %s; at most %s of memory%s%s%s, about %s (a guess "
	    "from sizes)\n",
	    units_count(cells, plan->count, "cell"),
	    units_count(in_blocks, blocks->count, "block"),
	    units_count(of_repeats, (uint64_t)repeats, "repeat"),
	    units_bytes(memory, most), most_huge > 0 ? " and " : "",
	    most_huge > 0 ? units_bytes(huge, most_huge) : "",
	    most_huge > 0 ? " of huge pages" : "",
	    units_time(time_text, time_ns));
	if (advice && *advice)
		str_addf(out, "advice: %s\n", advice);
	if (plan->collapsed)
		str_addf(out, "%zu equal cells within a row collapsed\n",
			 plan->collapsed);
}

static int plan_print(const struct plan *plan, const struct plan_words *words,
		      struct err *err)
{
	static const char *const header[] = { "cell", "repeats", "memory",
					      "timeout_ms", "time" };
	struct table t = { .columns = 5 };
	struct blocks blocks = { 0 };
	struct str out = { 0 };
	struct str advice = { 0 };
	size_t *bases, i;
	int rc = blocks_make(&blocks, plan, err);

	for (i = 0; !rc && i < t.columns; i++)
		rc = table_add(&t, header[i], i > 0, err);
	for (i = 0; !rc && i < plan->count; i++)
		rc = add_cell(&t, &plan->cells[blocks.cell[i]], words, err);
	bases = rc ? NULL : blocks_bases(&blocks, plan, err);
	if (!bases || advice_on_plan(plan, bases, &advice, err))
		rc = -1;
	if (!rc) {
		layout_table(&t, false, &out);
		totals(plan, &blocks, words, advice.text, &out);
		rc = output_print(&out, err);
	}
	free(bases);
	str_free(&advice);
	table_free(&t);
	blocks_free(&blocks);
	str_free(&out);
	return rc;
}

static int exec(const struct cmd *self, int argc, char **argv)
{
	const char *show = NULL;
	struct cmd_common common = { 0 };
	struct cmd_programs programs = { 0 };
	const struct opt options[] = {
		{ "csv", 0, NULL, "print the plan file itself", &show },
		CMD_PROGRAM_OPTIONS(programs),
		CMD_COMMON_OPTIONS(common),
	};
	struct plan_words words;
	struct plan plan;
	struct err err = { 0 };
	int first, code, rc;

	code = cmd_begin(self, argc, argv, options, &common, &first);
	if (code >= 0)
		return code;
	if (cmd_take_programs(&programs, &err) ||
	    vocabulary_read_plan(
		&plan, first < argc ? argv[first] : common.plan, &err))
		return exitcode_tell(&err);
	vocabulary_words(&words);
	if (show) {
		struct str text = { 0 };

		str_add(&text, plan.text);
		rc = output_end(0, &text, &err);
	} else {
		rc = plan_print(&plan, &words, &err);
	}
	plan_free(&plan);
	return rc ? exitcode_tell(&err) : EXIT_OK;
}

const struct cmd command_plan = {
	.name = "plan",
	.usage = "[OPTION...] [PLAN.csv]",
	.operands = 1,
	.summary =
	    "shows the cells of a plan with memory and time; runs nothing",
	.exec = exec,
};
