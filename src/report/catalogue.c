/* The table of all reports. */
#include "report/run_report.h"
#include "report/sketch.h"

#include <stdio.h>
#include <string.h>

/* ---- how numbers are written ----------------------------------------------- */

static char *seconds(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.2e", value);
	return text;
}

static char *seconds_as_time(char text[UNITS_SIZE], double seconds_)
{
	return units_time(text, seconds_ * 1e9);
}

static char *ratio(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.3g", value);
	return text;
}

static char *percent(char text[UNITS_SIZE], double value)
{
	snprintf(text, UNITS_SIZE, "%.1f", value);
	return text;
}

/* ---- the table ----------------------------------------------------------------- */

#define INTERVAL "95 % interval of the median"

const struct report report_table[] = {
	{ .name = "front",
	  .title = "dotrec: when does splitting a dot product over processes "
		   "pay?",
	  .note = "points: median; bars: the " INTERVAL
		  "; bars on the line 1: between the last n measured that does "
		  "not pay and the first that does; upright: both vectors "
		  "fill this cache",
	  .words = { { "answer", 0, 1 },
		     { "told", 0, 6 },
		     { "distrust", 0, REPORT_TO_LAST } },
	  .pivots = { { "the course's table: median time of one product, with "
			"the half-width of its 95 % interval",
			"shown_s", "low_s", "high_s", seconds_as_time,
			false } },
	  .front = true },
	{ .name = "page",
	  .title = "The course page's own table, from numpy and joblib",
	  .words = { { "page_says", 0, REPORT_TO_LAST } },
	  .pivots = { { "mean time of one product (s)", "average_s", NULL, NULL,
			seconds, false } } },
	{ .name = "course",
	  .title = "Parallel / serial dot: mean time of one product",
	  .note = "points: mean over the repeats, as the course page has it; "
		  "medians and their intervals stand beside it in the tables",
	  .words = { { "answer", 1, 1 } },
	  .pivots = { { "mean time of one product (s), as measure_time has it",
			"average_s", NULL, NULL, seconds, false },
		      { "corrected: median with the half-width of its 95 % "
			"interval",
			"median_s", "low_s", "high_s", seconds_as_time, false },
		      { "cold start, before the first product", "cold_s", NULL,
			NULL, seconds_as_time, false },
		      { "share of the exchange in the time (all but computing, "
			"%)",
			"exchange_percent", NULL, NULL, percent, false } },
	  .drawn = REPORT_DRAWN_IF_NAMED,
	  .full = true },
	{ .name = "time",
	  .title = "Time of one dot product against n",
	  .note = "points: median; bars: the " INTERVAL,
	  .pivots = { { "median time of one product, with the half-width of "
			"its 95 % interval",
			"median_s", "low_s", "high_s", seconds_as_time,
			false } },
	  .drawn = REPORT_DRAWN_IF_FULL },
	{ .name = "speedup",
	  .title = "Speed-up against the serial product of the same n, kernel "
		   "and type",
	  .note = "points: median of serial / parallel; ribbons: "
		  "its 95 % interval; bars on the line 1: where a curve begins "
		  "to pay, between the last n measured that does not and the "
		  "first that does",
	  .pivots = { { "speed-up with the half-width of its 95 % interval",
			"speedup_ratio", "low_speedup_ratio",
			"high_speedup_ratio", ratio, true },
		      { "the base: median time of the serial product (ns)",
			"base_median_ns", NULL, NULL, units_time, false } },
	  .drawn = REPORT_DRAWN_IF_FULL },
	{ .name = "efficiency",
	  .title = "Efficiency: speed-up divided by workers",
	  .note = "points: median of serial / parallel / workers; "
		  "bars: its 95 % interval; 1: every worker as useful as the "
		  "serial one",
	  .pivots = { { "efficiency with the half-width of its 95 % interval",
			"efficiency_ratio", "low_efficiency_ratio",
			"high_efficiency_ratio", ratio, false } },
	  .full = true },
	{ .name = "breakeven",
	  .title = "Where splitting pays, among the n measured",
	  .words = { { "answer", 1, REPORT_TO_LAST } } },
	{ .name = "distance",
	  .title = "Speed-up by how far apart the CPUs were",
	  .note = "nanoseconds of a cache line from CPU to CPU and back, the "
		  "same before and after; over the medians of the sessions "
		  "that met it, with an interval from 6 on",
	  .pivots = { { "speed-up with the half-width of its 95 % interval",
			"speedup_ratio", "low_speedup_ratio",
			"high_speedup_ratio", ratio, false },
		      { "sessions", "sessions", NULL, NULL, ratio, false } },
	  .full = true,
	  .needs = { "distance_ns", 2 } },
	{ .name = "element",
	  .title = "Time per element, and the roofs of the memory",
	  .note =
	      "points: median; bars: the " INTERVAL "; grey: what "
	      "the measured bandwidth of cache or memory allows; upright: both "
	      "vectors fill this cache",
	  .pivots = { { "median nanoseconds per element", "element_ns",
			"low_element_ns", "high_element_ns", ratio, false } },
	  .full = true },
	{ .name = "phases",
	  .title = "Where the time of a parallel product goes",
	  .note = "share of each phase in the time of all ok repeats; all but "
		  "compute is exchange",
	  .sketch = sketch_phases,
	  .pivots = { { "share of the exchange (all but computing, %)",
			"exchange_percent", NULL, NULL, percent, false },
		      { "bytes sent to the workers by one product",
			"sent_bytes_per_call", NULL, NULL, units_bytes,
			false } } },
	{ .name = "repeats",
	  .title = "Distribution of the repeats about the median of their cell",
	  .note = "share of the repeats of all n that take at most so many "
		  "times the median of their cell",
	  .rows = "spread",
	  .full = true },
	{ .name = "start",
	  .title = "Cold start, first call, steady call",
	  .note = "cold: workers and buffers are made; first: the first "
		  "product after that; steady: median of the repeats, bars: "
		  "its 95 % interval",
	  .pivots = { { "cold start", "cold_s", NULL, NULL, seconds_as_time,
			false },
		      { "first call", "first_s", NULL, NULL, seconds_as_time,
			false },
		      { "steady call with the half-width of its 95 % interval",
			"steady_s", "low_s", "high_s", seconds_as_time,
			false } },
	  .full = true },
	{ .name = "ulp",
	  .title = "Accuracy: units in the last place off the reference",
	  .note = "points: the worst result of a cell against the exact "
		  "product; level 0 is drawn at 0.5; curves of the same "
		  "bits lie upon each other",
	  .pivots = { { "worst result, units in the last place", "error_ulp",
			NULL, NULL, ratio, false },
		      { "proven bound, units in the last place", "bound_ulp",
			NULL, NULL, ratio, false } },
	  .full = true },
	{ .name = "night",
	  .title = "The night: every series against its accepted level, "
		   "trouble first",
	  .note = "a change that was told: its level against the accepted "
		  "one, with the interval of the verdict; else the night's "
		  "median, with its own interval, against that of up to 90 "
		  "nights before; the first 40 series",
	  .words = { { "told", 6, REPORT_TO_LAST } },
	  .needs = { "usual_ns", 1 } },
	{ .name = "history",
	  .title = "History: the nights of each series",
	  .note = "points: median; bars: the " INTERVAL
		  " within the night; grey: the level of the nights, a median; "
		  "dashed: the level accepted last; marks: verdicts; crosses: "
		  "accepted changes",
	  .rows = "levels",
	  .sketch = sketch_history,
	  .needs = { "started_s", 2 } },
	{ .name = "pays",
	  .title = "Break-even over nights: from which n splitting pays",
	  .note =
	      "points: the least n measured that is faster than serial (its "
	      "whole interval above 1); bars: down to the greatest below it "
	      "that is not; at the top: no n was faster",
	  .rows = "paying",
	  .full = true,
	  .needs = { "started_s", 2 } },
	{ .name = "trend",
	  .title =
	      "Trends: break-even and the law of cost, T = a + b w + c n + "
	      "d n / w",
	  .note = "points: the night's figure; bars: its 95 % interval; no "
		  "verdict is given on these",
	  .full = true,
	  .needs = { "started_s", 2 } },
	{ .name = "conditions",
	  .title = "Conditions: the host before the run, and what was another "
		   "after it",
	  .full = true },
	{ .name = "account",
	  .title = "What became of every planned repeat",
	  .full = true },
	{ .name = "about",
	  .title = "The run: machine, build, plan",
	  .last = true },
	{ .name = "compare",
	  .title = "Two runs, series by series",
	  .note = "median of run b / median of run a; bars: the interval of "
		  "the change; what it rests on stands in the table; the first "
		  "40 series",
	  .two_runs = true },
	{ .name = NULL },
};

const struct report *report_find(const char *name)
{
	const struct report *r;

	for (r = report_table; r->name; r++)
		if (!strcmp(r->name, name))
			return r;
	return NULL;
}

int report_list(struct table *table, struct err *err)
{
	const struct report *r;

	table->columns = 2;
	if (table_add(table, "report", false, err) ||
	    table_add(table, "title", false, err))
		return -1;
	for (r = report_table; r->name; r++)
		if (table_add(table, r->name, false, err) ||
		    table_add(table, r->title, false, err))
			return -1;
	return 0;
}

/* The files of reports/ by their names without suffix: "course", "common", ...
 * They are compiled into the program. */
extern const struct str_file report_templates[];

const char *report_template(const char *name)
{
	return str_file_find(report_templates, name);
}

bool report_may_have(const char *file)
{
	static const char *const suffixes[] = { "csv", "md",  "txt", "dat",
						"gp",  "pdf", "svg", "html" };
	const char *dot = strrchr(file, '.');
	char stem[80];
	size_t i;

	if (!dot || (size_t)(dot - file) >= sizeof(stem))
		return false;
	str_copy(stem, (size_t)(dot - file) + 1, file);
	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (!strcmp(dot + 1, suffixes[i]))
			return report_find(stem) || report_template(stem);
	return false;
}

bool report_has_picture(const struct report *report)
{
	return report_template(report->name) != NULL;
}
