// The panel at the side: one milestone, or what was found, or the plan as a whole.

const panel = document.getElementById("details");

const MOST_RESULTS = 200;

function resultsPanel(found) {
  const shown = ranked(found).slice(0, MOST_RESULTS);
  return [
    el(
      "div",
      { class: "actions" },
      el(
        "button",
        {
          type: "button",
          class: "quiet close",
          "aria-label": "Clear search and filters",
          onclick: clear,
        },
        "✕",
      ),
    ),
    el("h2", { tabindex: "-1" }, counted(found.size, "result")),
    found.size === 0 &&
      el("p", { class: "faint" }, "No milestone has these words and passes these filters."),
    el(
      "ul",
      { class: "links results" },
      shown.map((n) =>
        el(
          "li",
          {},
          sign(milestones[n]),
          el(
            "div",
            {},
            codeLink(n),
            " ",
            el("span", { class: "when" }, whenWords(milestones[n])),
            el("p", {}, words(milestones[n].name)),
          ),
        ),
      ),
    ),
    found.size > shown.length &&
      el("p", { class: "faint" }, `and ${found.size - shown.length} more, in the view Milestones`),
  ];
}

function planPanel() {
  const counts = Object.keys(STANDINGS)
    .map((standing) => [standing, plan.totals.standings[standing] ?? 0])
    .filter(([, count]) => count > 0);
  const bar = el(
    "div",
    { class: "bar", role: "presentation" },
    counts.map(([standing, count]) => {
      const part = el("span", { class: standing });
      part.style.flexGrow = count;
      return part;
    }),
  );
  return [
    el("h2", { tabindex: "-1" }, "The plan"),
    plan.folded && el("p", { class: "note" }, `${plan.folded}.`),
    plan.refusal &&
      el("p", { class: "note" }, el("strong", {}, "No dates are projected: "), words(plan.refusal)),
    bar,
    el(
      "ul",
      { class: "counts" },
      counts.map(([standing, count]) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "quiet",
              "aria-label": `Show the ${count} that are ${STANDINGS[standing].word}`,
              onclick: () => change({ standings: new Set([standing]) }),
            },
            el(
              "span",
              { class: `sign ${standing}`, "aria-hidden": "true" },
              STANDINGS[standing].sign,
            ),
            el("b", {}, String(count)),
            ` ${standingCounts(standing)}`,
          ),
        ),
      ),
    ),
    plan.causes.rows.length > 0 && causesSection(),
    state.target && targetSection(),
    section(
      "Doubts",
      el(
        "p",
        {},
        el(
          "a",
          { href: "#view=queries", "data-view": "queries" },
          counted(plan.totals.queried, "queried link"),
        ),
        plan.totals.questions > 0 && `, ${counted(plan.totals.questions, "open question")}`,
      ),
    ),
    section(
      "Checks",
      el(
        "p",
        {},
        el(
          "a",
          { href: "#view=findings", "data-view": "findings" },
          counted(plan.totals.findings, "finding"),
        ),
        `, ${counted(plan.totals.new_errors, "new error")}`,
      ),
    ),
    el(
      "p",
      { class: "hint" },
      "Point at a milestone, click to keep it. ",
      el("kbd", {}, "/"),
      " searches, ",
      el("kbd", {}, "?"),
      " helps.",
    ),
  ];
}

/** What is late, and by cause: what delays it, when that is there, and all that it holds up. */
function causesSection() {
  const { sentence, rows } = plan.causes;
  const codes = (texts) => texts.map((text, place) => [place > 0 && ", ", codeWords(text)]);
  const needed = (row) =>
    row.needed && !row.because.includes(row.needed) && `, needed ${row.needed}`;
  const cause = (row) =>
    el(
      "li",
      {},
      el("p", {}, codeWords(row.code), " ", words(row.because), needed(row)),
      el(
        "p",
        {},
        `${row.held_up} late, by up to ${days(row.worst_days)}: `,
        codes(row.holds_up),
        row.equally_by && ["; equally by ", words(row.equally_by.join(", "))],
        row.findings && ["; ", words(row.findings.join(", "))],
      ),
    );
  return section(
    "What is late",
    el("p", {}, words(sentence)),
    el(
      "details",
      { class: "causes" },
      el("summary", {}, counted(rows.length, "cause")),
      el("ul", {}, rows.map(cause)),
    ),
  );
}

function targetSection() {
  const route = plan.routes[state.target];
  return section(
    ["Target ", targetChoice("target-at-side")],
    el("p", {}, words(route.sentence)),
    el(
      "p",
      {},
      el("a", { href: "#view=critical-path", "data-view": "critical-path" }, "Critical path"),
    ),
  );
}

/** A choice of the target that floats and the critical path are told for. */
function targetChoice(id) {
  const choice = el(
    "select",
    {
      id,
      "aria-label": "Target of the critical path",
      onchange: () => change({ target: choice.value }, id),
    },
    Object.keys(plan.routes)
      .sort()
      .map((code) => {
        const { name } = milestones[numbers.get(code)];
        return el(
          "option",
          { value: code, selected: code === state.target },
          name ? `${code}  ${name}` : code,
        );
      }),
  );
  return choice;
}

/** What is left of the panel where it is folded: what opens it, and how many are late. */
function railPanel() {
  const kinds = COUNTS.filter(([name]) => ["overdue", "will_be_late", "soon"].includes(name));
  return [
    el(
      "button",
      {
        type: "button",
        class: "quiet open-panel",
        "aria-expanded": "false",
        "aria-label": "Open the details of the plan",
        onclick: () => showPanel(true),
      },
      el("span", { "aria-hidden": "true" }, "◀"),
      el("span", { class: "upright-words", "aria-hidden": "true" }, "Details of the plan"),
    ),
    kinds
      .filter(([name]) => summary.counts[name])
      .map(([name, standing, word]) =>
        el("span", { class: `chip ${standing}`, title: `${summary.counts[name]} ${word}` }, String(summary.counts[name])),
      ),
  ];
}

function showPanel(isOpen) {
  state.panel = isOpen;
  render();
  panel.querySelector(isOpen ? "h2" : ".open-panel")?.focus();
}

const foldButton = () =>
  el(
    "button",
    {
      type: "button",
      class: "quiet fold-panel",
      "aria-expanded": "true",
      "aria-label": "Fold the details away",
      onclick: () => showPanel(false),
    },
    "▶",
  );

function renderPanel(found) {
  const isOpen = state.panel ?? (state.pin !== undefined || found !== undefined);
  document.body.classList.toggle("folded", !isOpen);
  panel.classList.toggle("kept", state.pin !== undefined && isOpen);
  if (!isOpen) return panel.replaceChildren(...railPanel().flat(2).filter(Boolean));
  const content =
    state.pin !== undefined
      ? milestonePanel(state.pin, found)
      : found
        ? resultsPanel(found)
        : planPanel();
  panel.replaceChildren(foldButton(), ...content.flat(2).filter(Boolean));
}
