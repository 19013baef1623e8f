// What drives the target: the critical path and the float paths behind it.

function pathView() {
  if (!state.target)
    return [
      el(
        "p",
        { class: "note" },
        plan.refusal
          ? el("strong", {}, "There is no critical path: ")
          : "Nothing is incomplete and dated, so nothing drives a date.",
        words(plan.refusal),
      ),
    ];
  const target = milestones[numbers.get(state.target)];
  const route = plan.routes[state.target];
  const dates = [target.due ? `due ${target.due}` : "no due date"];
  const isDone = target.standing === "done";
  if (route.projected) dates.push(`${isDone ? "completed" : "projected"} ${route.projected}`);
  const late = target.slip ?? 0;
  if (late > 0) dates.push(`${days(late)} late`);
  else if (late < 0) dates.push(`${days(-late)} early`);
  if (route.by_work && route.by_work !== route.projected)
    dates.push(`${route.by_work} if the time between milestones is work to be done again`);
  if (route.deadline) dates.push(`deadline ${route.deadline}`);
  return [
    el(
      "div",
      { class: "path-head" },
      el("label", { for: "target" }, "Target "),
      targetChoice("target"),
    ),
    el("h2", {}, codeLink(numbers.get(state.target)), " ", words(target.name)),
    el("p", {}, dates.join(", ")),
    el("p", { class: "sentence" }, words(route.sentence)),
    plan.targets_left && el("p", { class: "faint" }, plan.targets_left),
    plan.not_worked && el("p", { class: "note" }, words(plan.not_worked)),
    route.paths.map((steps, place) => pathTable(steps, place, route.steps[place] - steps.length)),
    pathNotes(route),
  ];
}

function pathTable(steps, place, left) {
  const isHistory = milestones[steps[0].m].standing === "done";
  const heads = [
    "Milestone",
    "Name",
    isHistory ? "Completed" : "Projected",
    "Due",
    isHistory ? "Days" : "Slack",
    "Float",
    "Free",
    "Standing",
    "Owner",
  ];
  const slackened = steps.findIndex((step) => step.slack > 0);
  const driving = isHistory || place > 0 ? 0 : slackened < 0 ? steps.length : slackened;
  const row = (step, number) => {
    const milestone = milestones[step.m];
    const link = links[step.link];
    const slack = step.slack === undefined ? "–" : `${link?.queries ? "? " : ""}${step.slack}`;
    return el(
      "tr",
      { class: number < driving ? "driving" : "" },
      el("th", { scope: "row", class: "code" }, codeLink(step.m)),
      el("td", { class: "text" }, words(milestone.name)),
      el("td", { class: "date" }, milestone.projected ?? "–"),
      el("td", { class: "date" }, milestone.due ?? "–"),
      el(
        "td",
        { class: "number", title: link?.queries ? `queried: ${doubts(link)}` : false },
        step.slack === 0 && step.float === 0 && !isHistory
          ? el("strong", { class: "bad" }, slack, el("span", { class: "unseen" }, " driving"))
          : slack,
      ),
      el("td", { class: "number" }, String(step.float ?? "–")),
      el("td", { class: "number" }, String(step.free ?? "–")),
      el("td", { class: "date" }, sign(milestone), ` ${standingWords(milestone)}`),
      el("td", { class: "name" }, words(whose(milestone))),
    );
  };
  const margin = steps[1]?.float ? `${days(steps[1].float)} of float` : "no float";
  const title =
    place > 0
      ? `Float path ${place + 1}, into ${milestones[steps[0].m].id}, ${margin}`
      : isHistory
        ? "The chain of the latest completions"
        : "Critical path";
  return el(
    "table",
    { class: "wide path", id: `path-${place + 1}` },
    captionOf(title, left > 0 && `: ${steps.length} steps, and ${left} more before them`),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        heads.map((head, column) =>
          el("th", { scope: "col", class: column >= 4 && column <= 6 ? "number" : false }, head),
        ),
      ),
    ),
    el("tbody", {}, steps.map(row)),
  );
}

function pathNotes(route) {
  const pairs = new Set(
    route.paths[0]
      .filter((step) => step.link !== undefined)
      .map((step) => `${links[step.link].p} ${links[step.link].d}`),
  );
  const wrong = plan.findings.filter(
    (finding) =>
      finding.severity !== "info" &&
      pairs.has(`${numbers.get(finding.prerequisite)} ${numbers.get(finding.dependent)}`),
  );
  const { without, undated = [], undated_left: left = 0 } = route;
  const behind = undated.length + left;
  const chain = without.codes.map((code, place) => [
    place ? " ← " : "",
    codeWords(code),
  ]);
  if (without.left) chain.push(` and ${without.left} more`);
  const codes = (list) => list.map((n, place) => [place ? ", " : "", codeLink(n)]);
  return el(
    "ul",
    { class: "notes" },
    wrong.map((finding) =>
      el(
        "li",
        {},
        el("span", { class: `mark ${finding.severity}` }, finding.severity),
        ` ${finding.status}: `,
        words(finding.message),
        finding.reason && el("p", { class: "faint" }, words(finding.reason)),
      ),
    ),
    behind > 0 &&
      el(
        "li",
        {},
        `${counted(behind, "milestone")} behind it without a date, not counted`,
        route.projected && ", so the date can only be later",
        ": ",
        codes(undated),
        left > 0 && ` and ${left} more`,
      ),
    links.some((link) => link.queries) &&
      el(
        "li",
        {},
        without.differs
          ? [
              "Without the queried links the projected date is ",
              without.projected ?? "none",
              ": ",
              chain,
            ]
          : without.ties
            ? ["Without the queried links a path ties with this one, of the same date: ", chain]
            : "Without the queried links the answer is the same.",
      ),
  );
}
