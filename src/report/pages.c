/* report.pdf: pages of text and figures, as a script for gnuplot. */
#include "report/run_report.h"

#include "table/text.h"

#include <string.h>

/* Lines and characters on a page: A4 landscape, fonts of reports/text.gp. */
#define PAGE_LINES 40
#define PAGE_WIDTH 108

struct pages {
	struct str *dat, *gp;
	size_t count; /* pages of text so far */
	size_t lines; /* on the last page */
};

/* Adds a line to the last page, or to a new one if that is full; kind 'h':
 * heading, 't': text. */
static void pages_add_line(struct pages *p, const char *line, char kind)
{
	if (!p->count || p->lines >= PAGE_LINES) {
		str_addf(p->gp, "text = %zu; load 'text.gp'\n", ++p->count);
		str_add(p->dat, "\n\n");
		p->lines = 0;
	}
	text_gnuplot(p->dat, kind == 'h' ? line : "");
	str_add(p->dat, " ");
	text_gnuplot(p->dat, kind == 'h' ? "" : line);
	str_add(p->dat, "\n");
	p->lines++;
}

/* Number of lines before the next empty one, which should stay on one page. */
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

/* Adds a text whose first line is a heading; overwrites its newlines. A
 * paragraph that fits on one page is not split. */
static void pages_add_text(struct pages *p, char *text)
{
	char *line, *end, kind = 'h';
	bool begins = true; /* a paragraph begins with this line */
	size_t together;

	for (line = text; *line; line = end + 1, kind = 't') {
		together = begins ? count_together(line) : 0;
		if (p->lines + together > PAGE_LINES && together <= PAGE_LINES)
			p->lines = PAGE_LINES;
		end = line + strcspn(line, "\n");
		*end = '\0';
		begins = !*line;
		if (*line || p->lines < PAGE_LINES)
			pages_add_line(p, line, kind);
	}
}

static void add_title(struct pages *p)
{
	pages_add_line(
	    p,
	    "dotrec: when does splitting a dot product over processes "
	    "pay?",
	    'h');
	pages_add_line(p, "", 't');
	pages_add_line(p, "", 't');
}

static bool has_picture(const struct run_report *parts, size_t i)
{
	return report_has_picture(parts[i].report);
}

void pages_write(const struct run_report *parts, size_t count,
		 const struct run_facts *facts, struct str *dat, struct str *gp)
{
	struct pages p = { dat, gp, 0, 0 };
	size_t i;

	text_gnuplot(dat, facts->caption.text);
	str_add(dat, "\n");
	str_add(gp, report_template("report"));
	for (i = 0; i < count; i++) {
		struct str text = { 0 };

		if (has_picture(parts, i))
			str_addf(gp, "load '%s.gp'\n", parts[i].report->name);
		else if (i == 0) /* no picture on page 1: it gets a title */
			add_title(&p);
		/* two reports of text may share a page */
		if (!p.count || has_picture(parts, i) ||
		    (i > 0 && has_picture(parts, i - 1)))
			p.lines = PAGE_LINES;
		else if (i > 0)
			pages_add_line(&p, "", 't');
		run_report_text(&parts[i], facts, PAGE_WIDTH, false, &text);
		if (text.text)
			pages_add_text(&p, text.text);
		dat->failed |= text.failed;
		str_free(&text);
	}
	str_add(gp, "set output\n");
}
