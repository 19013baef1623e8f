// The first view: what is late and why, the main milestones, what drives the end.

const summary = plan.summary;

const MOST_CAUSES = 12;

const COUNTS = [
  ["complete", "done", "complete ✔"],
  ["overdue", "late", "overdue"],
  ["will_be_late", "projected", "will be late"],
  ["soon", "soon", "due within 90 days"],
  ["later", "later", "due later"],
  ["undated", "undated", "no date"],
];

/** A code as a link; in words where a large plan has it folded away. */
function codeOf(code) {
  const n = numbers.get(code);
  return n === undefined ? el("b", {}, code) : codeLink(n);
}

/** The codes in a sentence, as links. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}._/-]*[\p{L}\p{N}]/gu)) {
    const n = numbers.get(match[0]);
    if (n === undefined || milestones[n].id !== match[0]) continue;
    parts.push(unparted(text.slice(from, match.index)), codeLink(n));
    from = match.index + match[0].length;
  }
  return [...parts, unparted(text.slice(from))];
}

const sentence = (text) => el("p", {}, el("bdi", {}, linked(text)));

function card(title, ...content) {
  return el("section", { class: "card" }, el("h3", {}, title), ...content);
}

function countsBar() {
  const shown = COUNTS.filter(([name]) => summary.counts[name]);
  return [
    el(
      "div",
      { class: "bar large", role: "presentation" },
      shown.map(([name, standing]) => {
        const part = el("span", { class: standing });
        part.style.flexGrow = summary.counts[name];
        return part;
      }),
    ),
    el(
      "p",
      { class: "in-words" },
      shown.map(([name, standing, word], place) => [
        place ? " · " : "",
        el(
          "span",
          { class: ["late", "projected"].includes(standing) ? "slipped" : "" },
          el("b", {}, String(summary.counts[name])),
          ` ${word}`,
          summary.counts_only_in_schedule[name] > 0 &&
            ` (${summary.counts_only_in_schedule[name]} only in the schedule)`,
        ),
      ]),
    ),
  ];
}

function causesCard() {
  const rows = summary.causes.flatMap((cause) => {
    const first = [
      codeOf(cause.code),
      " ",
      cause.name && [words(cause.name.replace(/\.$/u, "")), ": "],
      words(cause.because),
      cause.makes_late.length > 0 && ", makes late",
    ];
    const made = cause.makes_late.map(({ days: count, codes }) => [
      codes.map((code, place) => [place > 0 && ", ", codeOf(code)]),
      `+${count} d`,
      "inner",
    ]);
    return [[first, cause.days ? `${cause.days} d` : ""], ...made];
  });
  const others = summary.by_themselves;
  if (others) {
    const teams = others.teams.map(({ team, count }) => `${team} ${count}`).join(", ");
    rows.push([
      [
        el("b", {}, String(others.count)),
        ` ${others.count === 1 ? "other, by itself" : "others, each by itself"}: ${teams}; the worst `,
        codeOf(others.worst),
      ],
      `${others.worst_days} d`,
    ]);
  }
  if (!rows.length) return undefined;
  const list = (some) =>
    el(
      "ul",
      { class: "causes" },
      some.map(([text, count, kind]) =>
        el("li", { class: kind }, el("div", {}, text), el("b", { class: "slipped" }, count)),
      ),
    );
  const rest = rows.slice(MOST_CAUSES);
  return card(
    "What is late, and by what cause",
    list(rows.slice(0, MOST_CAUSES)),
    rest.length > 0 &&
      el("details", {}, el("summary", {}, `${rest.length} more`), list(rest)),
  );
}

/** The path to a milestone, from what has its date by itself. */
function drivingCard(path) {
  const steps = path.steps.map((step) => {
    return el(
      "li",
      { class: step.late_days ? "late" : "" },
      codeOf(step.id),
      el("span", { class: "step-name" }, words(step.name)),
      el(
        "span",
        { class: `when${step.late_days ? " slipped" : ""}` },
        step.late_days ? `+${step.late_days} d · ` : "",
        step.date ?? "no date",
      ),
      step.slack !== null && el("small", { class: "slack" }, `${step.slack} d`),
    );
  });
  return card(
    [
      "What drives ",
      codeOf(path.target),
      numbers.has(path.target) &&
        el("span", { class: "to-trace" }, traceButton(numbers.get(path.target))),
    ],
    steps.length > 1 && el("ol", { class: "driving-steps" }, steps),
    el("p", {}, el("bdi", {}, linked(path.sentences.join(" ")))),
  );
}

const sentencesCard = (title, sentences, more) =>
  sentences.length > 0 && card(title, sentences.map(sentence), more);

// -- the strip of time -------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const STRIP = { width: 170, height: 20, margin: 8 };

/** The years that the strips of some milestones have in common, and where a day is. */
function timeScale(rows) {
  const dates = rows.flatMap((row) => [row.due, row.expected, row.before]).filter(Boolean);
  if (plan.as_of) dates.push(plan.as_of);
  if (!dates.length) return undefined;
  const times = dates.map(Date.parse);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = STRIP.width - 2 * STRIP.margin;
  const x = (day) => STRIP.margin + (room * (Date.parse(day) - first)) / (last - first || DAY);
  const years = [];
  for (let year = new Date(first).getUTCFullYear() + 1; year <= new Date(last).getUTCFullYear(); )
    years.push(year++);
  const step = Math.ceil(years.length / 5) || 1;
  return { x, years: years.filter((year) => year % step === 0) };
}

function strip(row, scale) {
  const svg = shape("svg", {
    class: "strip",
    viewBox: `0 0 ${STRIP.width} ${STRIP.height}`,
    width: STRIP.width,
    height: STRIP.height,
    "aria-hidden": "true",
  });
  const y = STRIP.height / 2;
  const add = (tag, attributes) => svg.append(shape(tag, attributes));
  for (const year of scale.years) {
    const x = scale.x(`${year}-01-01`);
    add("line", { class: "year", x1: x, x2: x, y1: 0, y2: STRIP.height });
  }
  if (plan.as_of) {
    const x = scale.x(plan.as_of);
    add("line", { class: "as-of", x1: x, x2: x, y1: 0, y2: STRIP.height });
  }
  const kind = row.late ? (row.late === "overdue" ? "late" : "projected") : row.standing;
  const diamond = (x, name) =>
    add("path", { class: `${name} ${kind}`, d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` });
  const at = (day) => (day ? scale.x(day) : undefined);
  const [due, expected, before] = [row.due, row.expected, row.before].map(at);
  if (before !== undefined && due !== undefined && before !== due) {
    add("line", { class: "moved", x1: before, x2: due, y1: y, y2: y });
    add("line", { class: "before", x1: before, x2: before, y1: y - 5, y2: y + 5 });
  }
  if (due !== undefined && expected !== undefined && due !== expected) {
    const from = Math.min(due, expected);
    const wide = Math.abs(expected - due);
    add("rect", { class: `slip ${kind}`, x: from, y: y - 3, width: wide, height: 6 });
    diamond(due, "due");
  }
  if (expected !== undefined) diamond(expected, "now");
  return svg;
}

function stripHead(scale) {
  const svg = shape("svg", {
    class: "strip",
    viewBox: `0 0 ${STRIP.width} 16`,
    width: STRIP.width,
    height: 16,
    role: "img",
    "aria-label": "due and expected dates over time",
  });
  for (const year of scale.years) {
    const text = shape("text", { x: scale.x(`${year}-01-01`), y: 12, "text-anchor": "middle" });
    text.textContent = `’${String(year % 100).padStart(2, "0")}`;
    svg.append(text);
  }
  return svg;
}

function summaryTable(found) {
  const rows = summary.rows.filter((row) => !found || found.has(numbers.get(row.id)));
  const scale = timeScale(summary.rows);
  const hasFeatures = summary.rows.some((row) => row.features);
  const late = (row) => (row.late ? row.late_days : undefined);
  const columns = [
    {
      name: "Milestone",
      key: (row) => row.id,
      show: (row) => codeOf(row.id),
      class: "code",
      kind: (row) => (row.late ? (row.late === "overdue" ? "is-overdue" : "is-projected") : ""),
    },
    worded("Name", (row) => row.name),
    plain("Due", (row) => row.due, "date"),
    {
      name: "Expected",
      key: (row) => row.expected,
      show: (row) => el(row.late ? "b" : "span", {}, expectedWords(row)),
      class: "date",
    },
    {
      name: "Late",
      key: late,
      show: (row) =>
        row.late
          ? el("b", { class: "slipped" }, `+${row.late_days}`)
          : row.days_left === undefined
            ? "–"
            : `in ${row.days_left} d`,
      class: "number",
    },
    summary.previous && {
      name: "Moved",
      key: (row) => row.moved_days,
      show: (row) =>
        row.is_new
          ? el("small", {}, "new")
          : row.moved_days === undefined
            ? "–"
            : shift(row.moved_days).replace(/ d$/u, ""),
      class: "number",
    },
    hasFeatures && {
      name: "Done",
      key: (row) => row.features && (row.features_done ?? 0) / row.features,
      show: (row) => (row.features ? `${row.features_done ?? 0}/${row.features}` : "–"),
      class: "number",
    },
    scale && {
      name: "Over time",
      head: stripHead(scale),
      show: (row) => strip(row, scale),
      class: "over-time",
      key: (row) => row.expected,
    },
  ].filter(Boolean);
  orders.summary ??= { column: undefined, down: false };
  const whole = counted(summary.whole, summary.noun);
  const rest = summary.left_out ? `; ${summary.left_out} more are not in this page` : "";
  const moved = summary.previous ? `; moved: days since ${summary.previous}` : "";
  const some = found ? `, ${rows.length} of them as filtered` : "";
  const caption = `Not complete: ${summary.rows.length} of ${whole}${some}, by the date now expected${moved}${rest}`;
  return sortable("summary", columns, rows, caption);
}

const expectedWords = (row) =>
  row.late === "overdue" && row.expected === plan.as_of ? "overdue" : (row.expected ?? "no date");

function completeLine() {
  if (!summary.complete.length) return undefined;
  return el(
    "details",
    { class: "complete" },
    el("summary", {}, `${summary.complete.length} complete`),
    el(
      "p",
      {},
      summary.complete.map((code, place) => [place > 0 && ", ", codeOf(code)]),
    ),
  );
}

function summaryView(found) {
  const [first, ...more] = summary.headline;
  const link = (view, text) => el("p", {}, el("a", { href: `#view=${view}`, "data-view": view }, text));
  return [
    el(
      "div",
      { class: "summary" },
      el(
        "div",
        {},
        el("h2", { class: "verdict" }, el("bdi", {}, linked(first))),
        more.map(sentence),
        plan.refusal &&
          el("p", { class: "note" }, el("strong", {}, "No dates are projected: "), words(plan.refusal)),
        plan.folded && el("p", { class: "note" }, words(`${plan.folded}.`)),
        countsBar(),
        summaryTable(found),
        completeLine(),
        plan.as_of &&
          el(
            "p",
            { class: "strip-key faint" },
            `Over time: ${summary.previous ? "| its date in the schedule before, " : ""}◇ due, ◆ now expected, dashed: as of`,
          ),
      ),
      el(
        "div",
        { class: "cards" },
        causesCard(),
        [...summary.paths].reverse().map(drivingCard),
        sentencesCard("What is to be decided", summary.decisions),
        sentencesCard("Queries", summary.queries, link("queries", "All queries")),
        sentencesCard("Checks", summary.checks, link("findings", "All findings")),
        summary.previous && sentencesCard(`Since ${summary.previous}`, summary.since),
        sentencesCard("How likely the dates are", summary.risk),
      ),
    ),
  ];
}
