// The tables: milestones, queries, findings.

const orders = {};

function compare(a, b) {
  const [noA, noB] = [a === undefined || a === "", b === undefined || b === ""];
  if (noA || noB) return noA - noB;
  return typeof a === "number" ? a - b : byText.compare(a, b);
}

/** A table whose columns sort. A column has a name, the key to sort by, and what it shows. */
function sortable(name, columns, rows, caption) {
  const order = (orders[name] ??= { column: 0, down: false });
  // Without a column to sort by, rows stay as they are.
  const key = columns[order.column]?.key ?? (() => undefined);
  const sorted = rows
    .map((row, place) => ({ row, place, key: key(row) }))
    .sort((a, b) => {
      const missing = (a.key === undefined || a.key === "") - (b.key === undefined || b.key === "");
      return missing || compare(a.key, b.key) * (order.down ? -1 : 1) || a.place - b.place;
    });
  const heads = columns.map((column, place) => {
    const isSorted = place === order.column;
    const sort = () => {
      orders[name] = { column: place, down: isSorted && !order.down };
      render();
      document.querySelectorAll(`#table-${name} th button`)[place].focus();
    };
    return el(
      "th",
      {
        scope: "col",
        class: column.class,
        "aria-sort": isSorted ? (order.down ? "descending" : "ascending") : false,
      },
      el(
        "button",
        { type: "button", onclick: sort },
        column.head ?? column.name,
        el("span", { "aria-hidden": "true" }, isSorted ? (order.down ? " ↓" : " ↑") : ""),
      ),
    );
  });
  return el(
    "table",
    { id: `table-${name}`, class: "wide" },
    captionOf(caption),
    el("thead", {}, el("tr", {}, heads)),
    el(
      "tbody",
      {},
      sorted.map(({ row }) =>
        el(
          "tr",
          {},
          columns.map((column) =>
            el(
              "td",
              { class: [column.class, column.kind?.(row)].filter(Boolean).join(" ") || false },
              column.show(row),
            ),
          ),
        ),
      ),
    ),
  );
}

const FORMULA = /^([=@\t\r＝＋－＠]|[+-](?!\d+(\.\d+)?[ a-z%]*$))/u;

/** A cell of CSV: a text that a spreadsheet would run has an apostrophe before it. */
function csvCell(value) {
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The words of a cell as they are shown, without signs; a minus as spreadsheets read it. */
function cellWords(cell) {
  const copy = cell.cloneNode(true);
  for (const mark of copy.querySelectorAll(".sign, .unseen, [aria-hidden]")) mark.remove();
  for (const part of copy.querySelectorAll("p")) part.prepend(" ");
  const text = copy.textContent.trim().replace(/^−(?=\d)/u, "-");
  return text === "–" ? "" : text;
}

/** A table as it is shown, without columns that are pictures. */
function tableCsv(table) {
  const isDrawn = [...table.tHead.rows[0].cells].map((head) => head.querySelector("svg") !== null);
  const lines = [...table.rows].map((row) =>
    [...row.cells].filter((_, place) => !isDrawn[place]).map((cell) => csvCell(cellWords(cell))),
  );
  return lines.map((line) => `${line.join(",")}\n`).join("");
}

/** What a table is of, and a button that copies it. */
function captionOf(...content) {
  const copy = async () => {
    const table = button.closest("table");
    const text = tableCsv(table);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = el("textarea", { class: "unseen" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "copied";
    say(`${counted(table.tBodies[0].rows.length, "row")} copied as CSV`);
  };
  const button = el("button", { type: "button", class: "quiet copy", onclick: copy }, "copy as CSV");
  return el("caption", {}, el("div", {}, content, " ", button));
}

const signed = (count) => (count > 0 ? `+${count}` : minus(count ?? "–"));

const plain = (name, key, kind) => ({
  name,
  key,
  show: (row) => String(key(row) ?? "–"),
  class: kind,
});
const worded = (name, key) => ({ name, key, show: (row) => words(key(row)), class: "text" });

/** The numbers behind a chart, with the names of milestones beside their codes. */
function numbersTable(view, found) {
  const { heads, rows, milestones: isByMilestone } = plan.numbers[view];
  const shown = found && isByMilestone ? rows.filter(([n]) => found.has(n)) : rows;
  const columns = heads.map((head, place) => ({
    name: head,
    key: (row) => row[place] ?? undefined,
    show: (row) => String(row[place] ?? "–"),
    class: rows.some((row) => typeof row[place] === "number") ? "number" : "date",
  }));
  if (isByMilestone) {
    const [{ name }] = columns;
    const code = {
      name,
      key: ([n]) => milestones[n].id,
      show: ([n]) => [sign(milestones[n]), " ", codeLink(n)],
      class: "code",
    };
    columns.splice(0, 1, code, worded("Name", ([n]) => milestones[n].name));
  }
  orders[view] ??= { column: undefined, down: false };
  return sortable(view, columns, shown, `The numbers, ${counted(shown.length, "row")}`);
}

function milestonesView(found) {
  const rows = milestones.map((_, n) => n).filter((n) => !found || found.has(n));
  const of = (name) => (n) => milestones[n][name];
  const columns = [
    { name: "Code", key: of("id"), show: (n) => codeLink(n), class: "code" },
    worded("Name", of("name")),
    {
      name: "Standing",
      key: (n) => ORDER.indexOf(milestones[n].standing),
      show: (n) => [sign(milestones[n]), ` ${standingWords(milestones[n])}`],
      class: "date",
    },
    { ...worded("Owner", (n) => whose(milestones[n])), class: "name" },
    plain("Level", of("level"), "number"),
    plain("Due", of("due"), "date"),
    plain("Projected", of("projected"), "date"),
    {
      ...plain("Slip", of("slip"), "number"),
      show: (n) => {
        const { slip, late } = milestones[n];
        return late && slip > 0 ? el("b", { class: "slipped" }, `+${slip}`) : signed(slip);
      },
    },
  ];
  if (state.target) columns.push(plain("Float", (n) => floatOf(n, state.target), "number"));
  columns.push(
    plain("Waits on", (n) => into[n].length + (milestones[n].left?.[0] ?? 0), "number"),
    plain("Blocks", (n) => outOf[n].length + (milestones[n].left?.[1] ?? 0), "number"),
  );
  const caption = [
    found ? `${found.size} of ${plan.counted}` : plan.counted,
    "; days of slip after the due date",
    plan.folded && `. ${plan.folded}`,
  ];
  if (state.target) caption.push(`; days of float to ${state.target}`);
  return [sortable("milestones", columns, rows, caption.join(""))];
}

function queriesView(found) {
  const asked = plan.triage.queries.map((query) => {
    const link = links[query.link];
    return { ...query, p: link.p, m: link.d, number: link.number, text: doubts(link), link };
  });
  const open = plan.questions.map((question) => ({ m: question.m, text: question.text }));
  const rows = [...asked, ...open].filter((row) => !found || found.has(row.m) || found.has(row.p));
  const code = (n) => (n === undefined ? "–" : [sign(milestones[n]), " ", codeLink(n)]);
  const columns = [
    {
      name: "?",
      key: (row) => row.number,
      show: (row) => (row.number === undefined ? "–" : `?${row.number}`),
      class: "number",
    },
    {
      name: "Milestone",
      key: (row) => milestones[row.m].id,
      show: (row) => code(row.m),
      class: "code",
    },
    {
      name: "waits on",
      key: (row) => (row.p !== undefined ? milestones[row.p].id : undefined),
      show: (row) => code(row.p),
      class: "code",
    },
    {
      ...plain("Still", (row) => (row.p === undefined ? undefined : Number(Boolean(row.settled)))),
      show: (row) => (row.p === undefined ? "–" : row.settled ? "settled" : "open"),
    },
    {
      ...worded("Dropping it", (row) => row.dropping),
      key: (row) => (row.effect ? EFFECTS.indexOf(row.effect) : undefined),
    },
    worded("The doubt", (row) => row.text),
    worded("Rules that say the same", (row) => row.rules),
    worded("About", (row) => milestones[row.p ?? row.m].name),
    plain("Slack", (row) => row.link?.slack, "number"),
  ];
  const lines = el("p", { class: "note" }, words(plan.triage.lines.join("\n")));
  if (!rows.length)
    return [el("p", { class: "note" }, "No link is queried here, and no question is open.")];
  const numberOf = (isLink) => rows.filter((row) => (row.p !== undefined) === isLink).length;
  const caption = `${counted(numberOf(true), "queried link")}, ${counted(numberOf(false), "open question")}${found ? " match" : ""}`;
  // Those that matter are first, as `depgraph queries` has them.
  orders.queries ??= { column: undefined, down: false };
  return [lines, sortable("queries", columns, rows, caption)];
}

const EFFECTS = ["date", "path", "tie", "none"];
const SEVERITIES = ["error", "warning", "info"];
const STATUSES = ["new", "known", "queried"];

function findingsView(found) {
  const rows = plan.findings.filter(
    (finding) => !found || (finding.codes ?? []).some((code) => found.has(numbers.get(code))),
  );
  const about = (finding) =>
    [...new Set([finding.milestone, finding.prerequisite, finding.dependent])].filter(Boolean);
  const columns = [
    {
      name: "Severity",
      key: (row) => SEVERITIES.indexOf(row.severity),
      show: (row) =>
        el("span", { class: row.status === "new" ? `mark ${row.severity}` : "" }, row.severity),
    },
    { ...plain("Status", (row) => row.status), key: (row) => STATUSES.indexOf(row.status) },
    worded("Rule", (row) => row.rule),
    {
      ...worded("Finding", (row) => row.message),
      show: (row) => [
        words(row.message),
        row.reason && el("p", { class: "faint" }, "Known: ", words(row.reason)),
      ],
    },
    {
      name: "Milestones",
      key: (row) => about(row)[0],
      show: (row) => about(row).map((code) => [codeWords(code), " "]),
      class: "code",
    },
    {
      name: "File",
      key: (row) => row.place,
      // Lines break between folders, not within a name or a number.
      show: (row) => (row.place ?? "").split(/(?<=\/)/u).map((part) => [el("span", { class: "nobr" }, part), el("wbr")]),
      class: "place",
    },
  ];
  if (!rows.length) return [el("p", { class: "note" }, "The checks found nothing here.")];
  // What is new comes first, and then what is grave.
  orders.findings ??= { column: undefined, down: false };
  rows.sort(
    (a, b) =>
      STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  return [sortable("findings", columns, rows, `${counted(rows.length, "finding")}${found ? " match" : ""}`)];
}
