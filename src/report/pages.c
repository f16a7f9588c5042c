/* report.pdf: the first page, and pages of text and of pictures, as a script for
 * gnuplot. */
#include "report/run_report.h"

#include "table/text.h"

#include <stdlib.h>
#include <string.h>

/* Lines on a page, and characters on a line of words and of a table: A4 landscape,
 * fonts of reports/text.gp. A table leaves room for characters that are wider than
 * most. */
#define PAGE_LINES  40
#define WORDS_WIDTH 150
#define TABLE_WIDTH 108

/* The most lines of a report that is brief: two of them share a page. */
#define BRIEF_LINES 17

/* A paragraph of so many lines is not split between two pages. */
#define KEEP_LINES 15

/* The least height of the picture on the first page, in lines. */
#define PICTURE_LINES 17

/* From so many reports on, a page lists them, unless they are brief. */
#define CONTENTS_FROM 4

/* What the columns 3 to 6 of report.dat are. */
enum kind { HEADING, WORDS, LEFT, RIGHT, RULE };

struct pages {
	struct str *dat, *gp;
	struct str line; /* where the reports are, for the foot of page one */
	size_t count;    /* pages of text so far */
	size_t lines;    /* on the last page of text */
	size_t pages;    /* all pages so far, if each picture has one */
	size_t shown;    /* the page of the last page of text, likewise */
	bool second;     /* the contents become page 2 */
	bool drawn;      /* a picture follows the last page of text */
};

/* Adds one text, or a rule, to the last line: at the character `at`, from the left, or
 * to it; a rule goes to the character `to`. */
static void pages_place(struct pages *p, size_t at, size_t to, const char *text,
			enum kind kind)
{
	enum kind k;

	str_addf(p->dat, "%zu %zu", p->lines, at);
	for (k = HEADING; k <= RIGHT; k++) {
		str_add(p->dat, " ");
		text_gnuplot(p->dat, k == kind ? text : "");
	}
	str_addf(p->dat, " %zu\n", kind == RULE ? to : at);
}

/* Adds the cells of a line of a table (LAYOUT_CELLS). */
static void pages_add_cells(struct pages *p, const char *line)
{
	struct str text = { 0 };
	char *end;

	while (*line == '\t') {
		size_t at = strtoul(line + 1, &end, 10), len;
		char kind = *end;

		if (!kind)
			break;
		line = end + 1;
		len = strcspn(line, "\t");
		text.len = 0;
		str_add_bytes(&text, line, len);
		if (kind == '-')
			pages_place(p, at, strtoul(line, NULL, 10), "", RULE);
		else if (text.text)
			pages_place(p, at, 0, text.text,
				    kind == '>' ? RIGHT : LEFT);
		line += len;
	}
	p->dat->failed |= text.failed;
	str_free(&text);
}

static void pages_begin(struct pages *p)
{
	str_addf(p->gp, "text = %zu; load 'text.gp'\n", ++p->count);
	if (p->second && p->count == 1)
		str_add(p->gp, "page_number = 2 # of the contents\n");
	str_add(p->dat, "\n\n");
	p->lines = 0;
	p->drawn = false;
	p->shown = ++p->pages;
}

/* Whether a line is the rule below the header of a table. */
static bool is_rule(const char *line)
{
	return *line == '\t' && line[1 + strspn(line + 1, "0123456789")] == '-';
}

/* Adds a line to the last page of text, or to a new one if that is full. A rule goes
 * below the line before it. */
static void pages_add_line(struct pages *p, const char *line, enum kind kind)
{
	if (is_rule(line) && p->lines) {
		p->lines--;
		pages_add_cells(p, line);
		p->lines++;
		return;
	}
	if (!p->count || p->lines >= PAGE_LINES)
		pages_begin(p);
	if (*line == '\t')
		pages_add_cells(p, line);
	else if (*line)
		pages_place(p, 0, 0, line, kind);
	p->lines++;
}

/* Adds the title of a report, and makes gnuplot print its page. */
static void pages_add_title(struct pages *p, const struct run_report *part)
{
	const struct report *r = part->report;

	pages_add_line(p, r->title, HEADING);
	str_addf(p->gp,
		 "print sprintf('page %%d: %s', text_page); entries = entries "
		 "+ 1; entry_page[entries] = text_page\n",
		 r->name);
	if (!r->front)
		str_addf(&p->line, "%s%s %zu", p->line.len ? " \xc2\xb7 " : "",
			 r->name, p->shown);
}

static const char *next_line(const char *text)
{
	text += strcspn(text, "\n");
	return text + (*text == '\n');
}

/* Number of lines before the next empty one. A rule needs none. */
static size_t count_together(const char *text)
{
	size_t lines = 0;

	for (; *text && *text != '\n'; text = next_line(text))
		lines += !is_rule(text);
	return lines;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; text && *text; text = next_line(text))
		lines += !is_rule(text);
	return lines;
}

/* The header of the table whose lines are being added. */
struct header {
	const char *first; /* its first line, ended by a NUL; NULL: none */
	size_t lines;      /* with the rule; 0 until that has been seen */
};

/* Takes note of a line that has been added. */
static void header_note(struct header *h, const char *line)
{
	const char *p;

	if (*line != '\t') {
		*h = (struct header){ NULL, 0 };
	} else if (!h->first) {
		h->first = line;
	} else if (!h->lines && is_rule(line)) {
		for (p = h->first; p <= line; p += strlen(p) + 1)
			h->lines++;
	}
}

/* Adds the header again, at the top of the page on which its table goes on. */
static void header_again(const struct header *h, struct pages *p)
{
	const char *line = h->first;
	size_t i;

	for (i = 0; i < h->lines; i++, line += strlen(line) + 1)
		pages_add_line(p, line, WORDS);
}

/* Adds the first `most` lines of a text, and overwrites their newlines. A
 * short paragraph is not split, nor is one begun that does not fit, unless it is
 * the first. Returns how many lines follow that are not added. */
static size_t pages_add_text(struct pages *p, struct str *text, size_t most)
{
	char *line, *end;
	struct header header = { NULL, 0 };
	bool begins = true; /* a paragraph begins with this line */
	size_t together, added = 0, paragraphs = 0;

	if (text->failed) { /* its last line may not be whole */
		p->dat->failed = true;
		return 0;
	}
	for (line = text->text; line && *line && added < most; line = end + 1) {
		together = begins ? count_together(line) : 0;
		if (together && paragraphs++ && added + together > most)
			break;
		if (p->lines + together > PAGE_LINES && together <= KEEP_LINES)
			p->lines = PAGE_LINES;
		end = line + strcspn(line, "\n");
		*end = '\0';
		begins = !*line;
		if (*line == '\t' && p->lines >= PAGE_LINES && !is_rule(line))
			header_again(&header, p);
		if (*line || p->lines < PAGE_LINES)
			pages_add_line(p, line, WORDS);
		header_note(&header, line);
		added += !is_rule(line);
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
	run_report_tables(part, TABLE_WIDTH, LAYOUT_CELLS, &tables);
	if (part->picture)
		str_add(p->gp, "set multiplot\n");
	pages_add_title(p, part);
	pages_add_line(p, "", WORDS);
	add_more(p, part,
		 pages_add_text(p, &words, PAGE_LINES - room - p->lines - 1));
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
	pages_add_text(p, &tables, SIZE_MAX);
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
	size_t more, rows, whole;

	text_wrapped(&words, part->proof.text, WORDS_WIDTH);
	if (first)
		text_wrapped(&words, facts->caption.text, WORDS_WIDTH);
	run_report_words(part, facts, WORDS_WIDTH, false, &words);
	run_report_tables(part, TABLE_WIDTH, LAYOUT_CELLS, &tables);
	/* the heading stays with the sentences and the first rows */
	more = 2 + count_lines(words.text);
	rows = tables.text ? 1 + count_together(tables.text + 1) : 0;
	more += rows <= KEEP_LINES + 1 ? rows : 6;
	/* nor does a picture of another report part what fits on a page */
	whole = 1 + count_lines(words.text) + count_lines(tables.text);
	if (p->drawn && whole <= PAGE_LINES && whole <= most)
		more = whole;
	if (p->lines + (more < PAGE_LINES ? more : PAGE_LINES) > PAGE_LINES)
		p->lines = PAGE_LINES;
	else if (p->count)
		pages_add_line(p, "", WORDS);
	pages_add_title(p, part);
	rows = count_lines(words.text);
	more = pages_add_text(p, &words, most);
	more += pages_add_text(p, &tables, rows < most ? most - rows : 0);
	add_more(p, part, more);
	if (part->picture) {
		str_addf(p->gp, "load '%s.gp'\n", part->report->name);
		p->pages++;
		p->drawn = true;
	}
	str_free(&words);
	str_free(&tables);
}

/* Adds the page of contents. Its numbers are known to gnuplot, at the end only. */
static void add_contents(struct pages *p, const struct run_report *parts,
			 size_t count)
{
	size_t i;

	if (p->second)
		str_add(p->gp, "page_number = 1\n");
	str_addf(p->gp, "contents = %zu\n", p->count + 1);
	p->lines = PAGE_LINES;
	pages_add_line(p, "Contents", HEADING);
	pages_add_line(p, "", WORDS);
	for (i = 0; i < count; i++)
		pages_add_line(p, parts[i].report->title, WORDS);
}

bool pages_have_contents(const struct run_report *parts, size_t count)
{
	return count >= CONTENTS_FROM && !parts[0].brief;
}

void pages_write(const struct run_report *parts, size_t count,
		 const struct run_facts *facts, bool second, struct str *dat,
		 struct str *gp)
{
	struct str body = { 0 };
	struct pages p = { .dat = dat, .gp = &body, .second = second };
	bool brief = count && parts[0].brief;
	size_t i;

	text_gnuplot(dat, facts->caption.text);
	str_add(dat, "\n");
	for (i = 0; i < count; i++) {
		if (parts[i].report->front)
			add_front(&p, &parts[i], facts);
		else
			add_part(&p, &parts[i], facts, i == 0);
	}
	if (pages_have_contents(parts, count))
		add_contents(&p, parts, count);
	str_add(gp, report_template("report"));
	str_addf(gp, "brief = %d\n", brief);
	if (brief && count > 1 && p.line.len)
		str_addf(gp, "where = 'pages: %s'\n", p.line.text);
	str_add(gp, body.text ? body.text : "");
	str_add(gp, "set output\n");
	gp->failed |= body.failed || p.line.failed;
	str_free(&body);
	str_free(&p.line);
}
