/* report.pdf: the first page, and pages of text and of pictures, as a script for
 * gnuplot. */
#include "report/run_report.h"

#include "table/text.h"

#include <string.h>

/* Lines on a page, and characters on a line: A4 landscape, fonts of
 * reports/text.gp. Words are in a proportional font, tables are not. */
#define PAGE_LINES  40
#define WORDS_WIDTH 150
#define TABLE_WIDTH 108

/* The most lines of a report that is brief: two of them share a page. */
#define BRIEF_LINES 17

/* A paragraph of so many lines is not split between two pages. */
#define KEEP_LINES 15

/* The least height of the picture on the first page, in lines. */
#define PICTURE_LINES 17

enum kind { HEADING, WORDS, TABLE };

struct pages {
	struct str *dat, *gp;
	size_t count; /* pages of text so far */
	size_t lines; /* on the last page */
};

/* Adds a line to the last page, or to a new one if that is full. */
static void pages_add_line(struct pages *p, const char *line, enum kind kind)
{
	enum kind k;

	if (!p->count || p->lines >= PAGE_LINES) {
		str_addf(p->gp, "text = %zu; load 'text.gp'\n", ++p->count);
		str_add(p->dat, "\n\n");
		p->lines = 0;
	}
	for (k = HEADING; k <= TABLE; k++) {
		text_gnuplot(p->dat, k == kind ? line : "");
		str_add(p->dat, k == TABLE ? "\n" : " ");
	}
	p->lines++;
}

/* Number of lines before the next empty one. */
static size_t count_together(const char *text)
{
	size_t lines = 0;

	while (*text && *text != '\n') {
		text += strcspn(text, "\n");
		text += *text == '\n';
		lines++;
	}
	return lines;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; text && *text; text++)
		lines += *text == '\n';
	return lines;
}

/* Adds the first `most` lines of a text, and overwrites their newlines. A
 * short paragraph is not split, nor is one begun that does not fit, unless it is
 * the first. Returns how many lines follow
 * that are not added. */
static size_t pages_add_text(struct pages *p, struct str *text, enum kind kind,
			     size_t most)
{
	char *line, *end;
	bool begins = true; /* a paragraph begins with this line */
	size_t together, added = 0, paragraphs = 0;

	if (text->failed) { /* its last line may not be whole */
		p->dat->failed = true;
		return 0;
	}
	for (line = text->text; line && *line && added < most;
	     line = end + 1, added++) {
		together = begins ? count_together(line) : 0;
		if (together && paragraphs++ && added + together > most)
			break;
		if (p->lines + together > PAGE_LINES && together <= KEEP_LINES)
			p->lines = PAGE_LINES;
		end = line + strcspn(line, "\n");
		*end = '\0';
		begins = !*line;
		if (*line || p->lines < PAGE_LINES)
			pages_add_line(p, line, kind);
	}
	return count_lines(line);
}

static void add_more(struct pages *p, const struct run_report *part,
		     size_t lines)
{
	struct str more = { 0 };

	str_addf(&more, "%zu more line%s in %s.txt", lines,
		 lines == 1 ? " is" : "s are", part->report->name);
	if (lines)
		pages_add_line(p, more.text ? more.text : "", WORDS);
	p->dat->failed |= more.failed;
	str_free(&more);
}

/* Adds title, sentences, picture and tables of the first page. Tables for which
 * there is no room follow on the next page. */
static void add_front(struct pages *p, const struct run_report *part,
		      const struct run_facts *facts)
{
	struct str words = { 0 }, tables = { 0 };
	size_t room = part->picture ? PICTURE_LINES : 0;
	size_t above, below; /* the lines between which the picture is */
	size_t rows;

	text_wrapped(&words, facts->caption.text, WORDS_WIDTH);
	text_wrapped(&words, part->proof.text, WORDS_WIDTH);
	run_report_words(part, facts, WORDS_WIDTH, false, &words);
	run_report_tables(part, TABLE_WIDTH, false, &tables);
	if (part->picture)
		str_add(p->gp, "set multiplot\n");
	pages_add_line(p, part->report->title, HEADING);
	pages_add_line(p, "", WORDS);
	add_more(
	    p, part,
	    pages_add_text(p, &words, WORDS, PAGE_LINES - room - p->lines - 1));
	above = p->lines;
	rows = count_lines(tables.text);
	below =
	    above + room + rows <= PAGE_LINES ? PAGE_LINES - rows : PAGE_LINES;
	while (part->picture && p->lines < below)
		pages_add_line(p, "", WORDS);
	if (part->picture)
		str_addf(p->gp,
			 "above = %zu; below = %zu; load '%s.gp'\n"
			 "unset multiplot\n",
			 above, below, part->report->name);
	pages_add_text(p, &tables, TABLE, SIZE_MAX);
	p->dat->failed |= words.failed;
	str_free(&words);
	str_free(&tables);
}

static void add_part(struct pages *p, const struct run_report *part,
		     const struct run_facts *facts, bool first)
{
	struct str words = { 0 }, tables = { 0 };
	size_t most =
	    part->brief && !part->report->last ? BRIEF_LINES : SIZE_MAX;
	size_t more, rows;

	text_wrapped(&words, part->proof.text, WORDS_WIDTH);
	if (first)
		text_wrapped(&words, facts->caption.text, WORDS_WIDTH);
	run_report_words(part, facts, WORDS_WIDTH, false, &words);
	run_report_tables(part, TABLE_WIDTH, false, &tables);
	/* the heading stays with the sentences and the first rows */
	more = 2 + count_lines(words.text);
	rows = tables.text ? 1 + count_together(tables.text + 1) : 0;
	more += rows <= KEEP_LINES + 1 ? rows : 6;
	if (p->lines + (more < PAGE_LINES ? more : PAGE_LINES) > PAGE_LINES)
		p->lines = PAGE_LINES;
	else if (p->count)
		pages_add_line(p, "", WORDS);
	pages_add_line(p, part->report->title, HEADING);
	rows = count_lines(words.text);
	more = pages_add_text(p, &words, WORDS, most);
	more +=
	    pages_add_text(p, &tables, TABLE, rows < most ? most - rows : 0);
	add_more(p, part, more);
	if (part->picture)
		str_addf(p->gp, "load '%s.gp'\n", part->report->name);
	str_free(&words);
	str_free(&tables);
}

void pages_write(const struct run_report *parts, size_t count,
		 const struct run_facts *facts, struct str *dat, struct str *gp)
{
	struct pages p = { dat, gp, 0, 0 };
	size_t i;

	text_gnuplot(dat, facts->caption.text);
	str_add(dat, "\n");
	str_add(gp, report_template("report"));
	str_addf(gp, "brief = %d\n", count && parts[0].brief);
	for (i = 0; i < count; i++) {
		if (parts[i].report->front)
			add_front(&p, &parts[i], facts);
		else
			add_part(&p, &parts[i], facts, i == 0);
	}
	str_add(gp, "set output\n");
}
