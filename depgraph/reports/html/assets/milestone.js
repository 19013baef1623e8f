// One milestone: its dates, links, doubts and findings.

function section(title, ...content) {
  return el("section", {}, el("h3", {}, title), ...content);
}

function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== undefined && value !== "");
  return el(
    "dl",
    { class: "facts" },
    rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

/** What sets the projected date of a milestone. */
function driverWords(milestone) {
  const { driver } = milestone;
  if (driver === "link")
    return ["set by ", codeWords(milestone.driven_by), ", which it waits on"];
  if (driver === "own date")
    return [`set by its own ${milestone.forecast ? "forecast" : "due date"}`];
  if (driver === "not before") return ["set by its earliest date"];
  if (driver === "ladder") return ["set by links that go round from it and come back"];
  return ["set by the as-of date, as it is still open"];
}

function projectedFact(milestone) {
  if (milestone.standing === "done" || !milestone.driver) return undefined;
  if (!milestone.projected) return "none: neither it nor what it waits on has a date";
  const slip = milestone.slip
    ? el("strong", { class: milestone.late ? "slipped" : "" }, ` ${shift(milestone.slip)}`)
    : "";
  const equally = milestone.equally ? `, and equally by ${milestone.equally.join(", ")}` : "";
  return [milestone.projected, slip, el("small", {}, driverWords(milestone), equally)];
}

function floatFact(n) {
  if (!state.target || milestones[n].standing === "done") return undefined;
  const float = floatOf(n, state.target);
  const target = codeLink(numbers.get(state.target));
  if (n === numbers.get(state.target)) return undefined;
  if (float === undefined) return el("span", {}, "cannot move ", target);
  const amount = el("strong", { class: float <= 0 ? "bad" : "" }, days(float));
  return [amount, el("small", {}, "before ", target, " moves")];
}

function schedulesSection(milestone) {
  if (!plan.schedules.length) return undefined;
  const rows = plan.schedules.map((schedule, place) => ({
    schedule,
    dates: milestone.revisions?.[place] === 1 ? milestone : milestone.revisions?.[place],
  }));
  const has = (name) => rows.some(({ dates }) => dates?.[name]);
  const shown = ["due", "forecast", "completed"].filter((name) => name !== "forecast" || has(name));
  const last = {};
  const cell = (dates, name) => {
    const value = dates[name];
    const before = last[name];
    if (value) last[name] = value;
    const moved = value && before && value !== before && daysFrom(before, value);
    return el("td", {}, value ?? "–", moved ? el("small", {}, shift(moved)) : "");
  };
  return section(
    "Dates in each schedule",
    el(
      "table",
      { class: "dates" },
      captionOf(),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["as of", ...shown].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map(({ schedule, dates }) =>
          el(
            "tr",
            { title: schedule.name },
            el(
              "th",
              { scope: "row" },
              schedule.as_of ?? schedule.name,
              isHindsight(schedule.as_of) && el("small", {}, " hindsight"),
            ),
            dates
              ? shown.map((name) => cell(dates, name))
              : el("td", { colspan: shown.length, class: "faint" }, "not in it"),
          ),
        ),
      ),
    ),
  );
}

const ORDER = ["late", "soon", "later", "undated", "done"];

function linksSection(title, numbersOfLinks, end, left = 0) {
  if (!numbersOfLinks.length && !left) return section(title, el("p", { class: "faint" }, "nothing"));
  const others = numbersOfLinks.map((number) => ({ link: links[number], n: links[number][end] }));
  const place = ({ n }) => ORDER.indexOf(milestones[n].standing);
  const when = ({ n }) => drawnDate(milestones[n]) ?? "9999";
  others.sort(
    (a, b) => place(a) - place(b) || (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : a.n - b.n),
  );
  const done = others.filter(({ n }) => milestones[n].standing === "done").length;
  return section(
    [`${title} `, el("small", {}, `${others.length}, ${done} complete`)],
    left > 0 && el("p", { class: "faint" }, `and ${counted(left, "link")} that this page leaves out`),
    el(
      "ul",
      { class: "links" },
      others.map(({ link, n }) => {
        const about = [relation(link)];
        if (link.slack !== undefined && milestones[link.d].standing !== "done")
          about.push(link.slack === 0 ? "driving" : `slack ${days(link.slack)}`);
        return el(
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
            el("p", { class: "faint" }, about.filter(Boolean).join(" · ")),
            link.queries &&
              el("p", { class: "query" }, `?${link.number ?? ""} `, words(doubts(link))),
            link.note && el("p", { class: "faint" }, words(link.note)),
          ),
        );
      }),
    ),
  );
}

function findingItem(finding) {
  const rule = plan.rules[finding.rule] ?? {};
  const fix = finding.fix ?? rule.fix;
  return el(
    "li",
    {},
    el(
      "p",
      {},
      el("span", { class: `mark ${finding.severity}` }, finding.severity),
      finding.status === "new" ? "" : ` ${finding.status}`,
      ` ${finding.rule}`,
    ),
    el("p", {}, words(finding.message)),
    finding.reason && el("p", { class: "faint" }, "Known: ", words(finding.reason)),
    (rule.why || fix) &&
      el(
        "details",
        {},
        el("summary", {}, "Why, and what to do"),
        el("p", {}, words(rule.why)),
        el("p", {}, words(fix)),
      ),
  );
}

/** Errors and warnings in full; what is only for information folded away. */
function findingsSection(findings) {
  if (!findings.length) return undefined;
  const list = (some) => el("ul", { class: "findings" }, some.map(findingItem));
  const grave = findings.filter((finding) => finding.severity !== "info");
  const light = findings.filter((finding) => finding.severity === "info");
  return section(
    "Findings",
    grave.length > 0 && list(grave),
    light.length > 0 &&
      el(
        "details",
        { class: "infos" },
        el("summary", {}, counted(light.length, "note")),
        list(light),
      ),
  );
}

function milestonePanel(n, found) {
  const milestone = milestones[n];
  const { up, down } = around(n);
  return [
    el(
      "div",
      { class: "actions" },
      found &&
        el(
          "button",
          { type: "button", class: "quiet", onclick: () => change({ pin: undefined }) },
          `← ${counted(found.size, "result")}`,
        ),
      traceButton(n),
      el(
        "button",
        {
          type: "button",
          class: "quiet close",
          "aria-label": "Let go",
          onclick: () => change({ pin: undefined }),
        },
        "✕",
      ),
    ),
    el("h2", { tabindex: "-1" }, milestone.id),
    milestone.name && el("p", { class: "name" }, words(milestone.name)),
    el(
      "p",
      { class: "chips" },
      el(
        "span",
        { class: `chip ${milestone.standing}` },
        `${STANDINGS[milestone.standing].sign} ${standingWords(milestone)}`,
      ),
      whose(milestone) && el("span", { class: "chip" }, words(whose(milestone))),
      milestone.level !== undefined && el("span", { class: "chip" }, `level ${milestone.level}`),
      milestone.kind && el("span", { class: "chip" }, milestone.kind),
      (milestone.tags ?? []).map((tag) => el("span", { class: "chip" }, words(tag))),
    ),
    facts([
      ["Due", milestone.due],
      ["Forecast", milestone.forecast],
      ["Completed", milestone.completed],
      ["Projected", projectedFact(milestone)],
      ["Float", floatFact(n)],
      ["Not before", milestone.not_before],
      ["Not after", milestone.not_after],
      ["Duration", milestone.duration === undefined ? undefined : days(milestone.duration)],
      ["Progress", milestone.progress === undefined ? undefined : `${milestone.progress} %`],
      [
        "Around it",
        [
          el("span", { class: "up" }, `${reachWords(up)} upstream`),
          " · ",
          el("span", { class: "down" }, `${reachWords(down)} downstream`),
        ],
      ],
    ]),
    questionsOf[n].length > 0 &&
      section(
        "Questions",
        el(
          "ul",
          {},
          questionsOf[n].map((each) => el("li", { class: "query" }, words(each.text))),
        ),
      ),
    findingsSection(findingsOf[n]),
    linksSection("Waits on", into[n], "p", milestone.left?.[0]),
    linksSection("Blocks", outOf[n], "d", milestone.left?.[1]),
    schedulesSection(milestone),
    section(
      "Source",
      facts([
        ["Also", milestone.aka?.join(", ")],
        [
          "Also named",
          milestone.names && milestone.names.map((name) => el("div", {}, words(name))),
        ],
        ["Links", milestone.unlinked && words(milestone.unlinked)],
        ["Note", milestone.note && words(milestone.note)],
        [
          "Address",
          milestone.url &&
            el(
              "a",
              { href: milestone.url, target: "_blank", rel: "noopener noreferrer" },
              milestone.url,
            ),
        ],
        ["File", milestone.place],
      ]),
    ),
  ];
}
