/* report.html: one file, readable without a network and without scripts. */
#include "report/run_report.h"
#include "table/html.h"
#include "table/text.h"

#include <string.h>

void html_paragraph(const char *class, const char *text, struct str *out)
{
	str_addf(out, "<p class=\"%s\"><bdi>", class);
	text_html(out, text);
	str_add(out, "</bdi></p>\n");
}

void html_head(const char *title, struct str *out)
{
	str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		     "<meta charset=\"utf-8\">\n"
		     "<meta name=\"viewport\" "
		     "content=\"width=device-width, initial-scale=1\">\n"
		     "<meta name=\"color-scheme\" content=\"light dark\">\n"
		     /* forbids the page to load anything */
		     "<meta http-equiv=\"Content-Security-Policy\" content=\""
		     "default-src 'none'; style-src 'unsafe-inline'; "
		     "script-src 'unsafe-inline'; img-src data:\">\n"
		     "<link rel=\"icon\" href=\"data:,\">\n<title>dotrec: ");
	text_html(out, title);
	str_add(out, "</title>\n<style>\n");
	str_add(out, report_template("look"));
	str_add(out, "</style>\n</head>\n<body>\n<header>\n<h1>dotrec</h1>\n");
	html_paragraph("caption", title, out);
	str_add(out, "</header>\n<main>\n");
}

void html_end(struct str *out)
{
	str_add(out, "<script>\n");
	str_add(out, report_template("sort"));
	str_add(out, "</script>\n</body>\n</html>\n");
}

static void contents(const struct run_report *parts, size_t count,
		     struct str *out)
{
	size_t i;

	str_add(out, "<nav><ul>\n");
	for (i = 0; i < count; i++) {
		str_addf(out, "<li><a href=\"#%s\">", parts[i].report->name);
		text_html(out, parts[i].report->title);
		str_add(out, "</a></li>\n");
	}
	str_add(out, "</ul></nav>\n");
}

static void figure(const struct run_report *part, const struct str *svg,
		   struct str *out)
{
	const char *from = svg->text ? strstr(svg->text, "<svg") : NULL;

	if (!part->picture)
		return;
	str_addf(out, "<figure id=\"figure-%s\">\n", part->report->name);
	if (from) {
		str_add(out, "<div class=\"scroll\">");
		str_add(out, from);
		str_add(out, "</div>\n");
	} else {
		html_paragraph("note",
			       "no picture: gnuplot was not there to draw it",
			       out);
	}
	str_add(out, "<figcaption>");
	text_html(out, part->report->note);
	str_add(out, "</figcaption>\n</figure>\n");
}

static void section(const struct run_report *part,
		    const struct run_facts *facts, const struct str *svg,
		    struct str *out)
{
	const char *words;
	size_t i;

	str_addf(out, "<section id=\"%s\">\n<h2>", part->report->name);
	text_html(out, part->report->title);
	str_add(out, "</h2>\n");
	for (i = 0; (words = run_report_sentence(part, facts, i)); i++)
		html_paragraph(i ? "words" : "words first", words, out);
	figure(part, svg, out);
	for (i = 0; i < part->count; i++) {
		if (part->tables[i].count > part->tables[i].columns)
			html_table(&part->tables[i], part->titles[i], out);
		else
			html_paragraph("note", "nothing was measured", out);
	}
	html_paragraph("proof", part->proof.text, out);
	str_add(out, "</section>\n");
}

void html_write(const struct run_report *parts, size_t count,
		const struct run_facts *facts, const struct str *svgs,
		struct str *out)
{
	size_t i;

	html_head(facts->caption.text, out);
	/* the answer comes before the contents */
	for (i = 0; i < count && parts[i].report->front; i++)
		section(&parts[i], facts, &svgs[i], out);
	contents(parts, count, out);
	for (; i < count; i++)
		section(&parts[i], facts, &svgs[i], out);
	str_add(out, "</main>\n<footer><p>Run ");
	text_html(out, facts->uuid);
	str_add(out, ". Every table and figure names its "
		     "query, its rows and their SHA-256; <code>dotrec report "
		     "--verify DIR</code> makes all of them again from the "
		     "database and compares.</p></footer>\n");
	html_end(out);
}
