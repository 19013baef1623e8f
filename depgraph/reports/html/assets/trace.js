// One milestone with what it waits on to the left and what waits on it to the right, by links.

const MOST_IN_COLUMN = 14;
const MANY_COMPLETE = 6;
const MOST_LINES = 600;
const traceView = document.getElementById("trace");
const opened = new Set();

/** A button that traces a milestone. */
function traceButton(n, text = "Trace") {
  return el(
    "button",
    {
      type: "button",
      class: "quiet trace-button",
      "aria-label": `${text} ${milestones[n].id}`,
      onclick: () => trace(n),
    },
    text,
  );
}

/** Trace a milestone, or go back to the view where none is given. */
function trace(n) {
  if (n !== state.trace) opened.clear();
  change(n === undefined ? { trace: undefined } : { trace: n, pin: undefined });
  if (n === undefined) {
    document.getElementById(`tab-${state.view}`).focus();
    return;
  }
  const { up, down } = around(n);
  say(`${milestones[n].id} traced: ${reachWords(up)} upstream, ${reachWords(down)} downstream`);
  traceView.querySelector(".box.self")?.focus({ preventScroll: true });
}

const isDriving = (link) => link.slack === 0;

/** The milestones at each number of links from one, the nearest first. */
function steps(start, along, end, most) {
  const seen = new Set([start]);
  const columns = [];
  let last = [start];
  while (last.length && columns.length < most) {
    const next = new Set();
    for (const n of last)
      for (const number of along[n]) {
        const link = links[number];
        if (seen.has(link[end]) || (state.driving && !isDriving(link))) continue;
        next.add(link[end]);
      }
    for (const n of next) seen.add(n);
    last = [...next];
    if (last.length) columns.push(last);
  }
  return columns;
}

/** The least slack from each milestone of some columns to the one that they lead to. */
function slacksTo(start, columns, along, end) {
  const slacks = new Map([[start, 0]]);
  for (const column of columns)
    for (const n of column) {
      const sums = along[n]
        .map((number) => links[number])
        .filter((link) => link.slack !== undefined && slacks.has(link[end]))
        .map((link) => link.slack + slacks.get(link[end]));
      slacks.set(n, Math.min(Infinity, ...sums));
    }
  return slacks;
}

/** What a column shows: milestones that leave the least slack first, and what is folded. */
function columnItems(column, name, slacks) {
  const isDone = (n) => milestones[n].standing === "done";
  const sorted = [...column].sort(
    (a, b) =>
      isDone(a) - isDone(b) ||
      (slacks.get(a) === slacks.get(b) ? 0 : slacks.get(a) - slacks.get(b)) ||
      (lateDays(milestones[b]) ?? 0) - (lateDays(milestones[a]) ?? 0) ||
      compare(drawnDate(milestones[a]), drawnDate(milestones[b])) ||
      byText.compare(milestones[a].id, milestones[b].id),
  );
  const open = sorted.filter((n) => !isDone(n));
  const done = sorted.filter(isDone);
  const items = [];
  const rest = open.length > MOST_IN_COLUMN ? open.slice(MOST_IN_COLUMN - 1) : [];
  for (const n of open.slice(0, open.length - rest.length)) items.push({ ns: [n] });
  const fold = (ns, key, text, kind) => {
    if (!ns.length) return;
    if (opened.has(key)) for (const n of ns) items.push({ ns: [n] });
    else items.push({ ns, key, text: `${ns.length} ${text}`, kind });
  };
  fold(rest, `${name} more`, "more, with more slack", "later");
  if (done.length > MANY_COMPLETE) fold(done, `${name} complete`, "complete ✔", "done");
  else for (const n of done) items.push({ ns: [n] });
  return items;
}

function milestoneBox(n) {
  const milestone = milestones[n];
  const isSelf = n === state.trace;
  const kind = milestone.late?.kind === "projected late" ? "projected" : milestone.standing;
  const when = milestone.late
    ? milestone.late.kind === "overdue"
      ? standingWords(milestone)
      : `${milestone.projected} +${lateDays(milestone)} d`
    : milestone.standing === "done"
      ? `✔ ${milestone.completed ?? ""}`.trim()
      : (milestone.projected ?? drawnDate(milestone) ?? "no date");
  return el(
    "button",
    {
      type: "button",
      class: `box ${kind}${isSelf ? " self" : ""}`,
      "data-n": n,
      "data-code": milestone.id,
      onclick: () => (isSelf ? change({ trace: undefined, pin: n }) : trace(n)),
    },
    el("b", {}, milestone.id),
    " ",
    el("span", { class: "when" }, when),
    milestone.name && el("span", { class: "name" }, words(milestone.name)),
    milestone.late?.kind === "projected late" &&
      el("span", { class: "due" }, `due ${milestone.due}`),
    milestone.late?.kind === "overdue" &&
      milestone.projected > plan.as_of &&
      el("span", { class: "due" }, `expected ${milestone.projected} +${lateDays(milestone)} d`),
  );
}

function columnSection(title, items, count) {
  return el(
    "section",
    { class: "column" },
    el("h3", {}, title, " ", count !== undefined && el("small", {}, String(count))),
    items.map((item) =>
      item.key
        ? el(
            "button",
            {
              type: "button",
              class: `box folded ${item.kind}`,
              "data-ns": item.ns.join(" "),
              onclick: () => {
                opened.add(item.key);
                render();
              },
            },
            `${item.text} ▸`,
          )
        : milestoneBox(item.ns[0]),
    ),
  );
}

function traceAnswer(n) {
  const milestone = milestones[n];
  const route = plan.routes[milestone.id];
  const { up, down } = around(n);
  return el(
    "section",
    { class: "card answer" },
    el("h3", {}, milestone.id, " ", el("span", {}, standingWords(milestone))),
    route?.sentence
      ? el("p", {}, el("bdi", {}, linked(route.sentence)))
      : milestone.projected && el("p", {}, "Its date is ", driverWords(milestone), "."),
    el("p", {}, `${reachWords(up)} upstream, ${reachWords(down)} downstream.`),
    milestone.left && el("p", { class: "faint" }, "This page leaves out some of its links."),
    route && !route.without.differs && links.some((link) => link.queries)
      ? el("p", {}, "Without the queried links the answer is the same.")
      : undefined,
  );
}

/** Choose how many links are followed to one side. */
function stepsChoice(name, label) {
  const choice = el(
    "select",
    {
      "aria-label": label,
      id: `trace-${name}`,
      onchange: () => change({ [name]: Number(choice.value) }, `trace-${name}`),
    },
    [1, 2, 3, 4, 5, ALL_STEPS].map((count) =>
      el(
        "option",
        { value: count, selected: count === state[name] },
        `${count === ALL_STEPS ? "all links" : counted(count, "link")} ${name}`,
      ),
    ),
  );
  return choice;
}

const linkWord = (count, side) => `${counted(count, "link")} ${side}`;

function renderTrace() {
  const n = state.trace;
  traceView.hidden = n === undefined;
  if (n === undefined) return traceView.replaceChildren();
  const back = steps(n, into, "p", state.back);
  const on = steps(n, outOf, "d", state.on);
  const slacksBack = slacksTo(n, back, outOf, "d");
  const slacksOn = slacksTo(n, on, into, "p");
  const columns = [
    ...back
      .map((column, place) => ({
        title: linkWord(place + 1, "back"),
        items: columnItems(column, `back ${place}`, slacksBack),
        count: column.length,
      }))
      .reverse(),
    { title: "traced", items: [{ ns: [n] }] },
    ...on.map((column, place) => ({
      title: linkWord(place + 1, "on"),
      items: columnItems(column, `on ${place}`, slacksOn),
      count: column.length,
    })),
  ];
  const driving = el(
    "button",
    {
      type: "button",
      class: "toggle",
      id: "trace-driving",
      "aria-pressed": String(state.driving),
      onclick: () => change({ driving: !state.driving }, "trace-driving"),
    },
    "only what drives it",
  );
  traceView.replaceChildren(
    el(
      "div",
      { class: "trace-head" },
      el("h2", {}, "Trace ", codeLink(n)),
      stepsChoice("back", "How many links back"),
      stepsChoice("on", "How many links on"),
      driving,
      el("small", {}, "in each column what leaves the least slack is first; click a milestone to trace it"),
      el(
        "button",
        { type: "button", class: "quiet close", "aria-label": "Close the trace", onclick: () => trace() },
        "✕",
      ),
    ),
    el(
      "div",
      { class: "trace-sheet", tabindex: "0", role: "region", "aria-label": "Milestones by links" },
      el(
        "div",
        { class: "columns" },
        columns.map(({ title, items, count }) => columnSection(title, items, count)),
        traceAnswer(n),
      ),
    ),
  );
  const self = traceView.querySelector(".box.self");
  const sheet = traceView.querySelector(".trace-sheet");
  const area = sheet.querySelector(".columns");
  arrangeTrace(area, sheet.clientWidth);
  sheet.scrollLeft = self.offsetLeft + self.offsetWidth / 2 - sheet.clientWidth / 2;
}

/** Place what goes by where the boxes are: the answer, and the links. */
function arrangeTrace(area, width) {
  area.querySelector(".lines")?.remove();
  placeAnswer(area, area.querySelector(".box.self"), width);
  drawTraceLines(area);
}

/** Put the answer below what is traced and what waits on it, where there is room. */
function placeAnswer(area, self, width) {
  const answer = area.querySelector(".answer");
  const left = self.closest(".column").offsetLeft;
  const later = [...area.querySelectorAll(".box")].filter((box) => box.offsetLeft >= left);
  const bottom = Math.max(...later.map((box) => box.offsetTop + box.offsetHeight));
  const room = Math.max(area.scrollWidth - left - 28, Math.min(420, area.scrollWidth - 28));
  answer.style.left = `${Math.max(14, Math.min(left + 14, area.scrollWidth - room - 14))}px`;
  answer.style.width = `${Math.min(room, 640, width - 28)}px`;
  answer.style.top = `${bottom + 28}px`;
  const least = bottom + 28 + answer.offsetHeight + 20;
  if (least > area.offsetHeight) area.style.minHeight = `${least}px`;
}

/** Draw the links between the boxes that are shown, with the slack of each. */
function drawTraceLines(area) {
  const boxes = new Map();
  for (const box of area.querySelectorAll(".box")) {
    const ns = (box.dataset.n ?? box.dataset.ns).split(" ").map(Number);
    for (const each of ns) boxes.set(each, box);
  }
  const svg = shape("svg", { class: "lines", "aria-hidden": "true" });
  svg.setAttribute("width", area.scrollWidth);
  svg.setAttribute("height", area.scrollHeight);
  const columns = [...area.querySelectorAll(".column")];
  const place = (box) => columns.indexOf(box.parentElement);
  const middle = columns.indexOf(area.querySelector(".box.self").parentElement);
  const drawn = new Map();
  for (const link of links) {
    const [from, to] = [boxes.get(link.p), boxes.get(link.d)];
    if (!from || !to || from === to) continue;
    // What passes by the milestone is not traced.
    const [first, last] = [place(from), place(to)];
    if (last - first > 1 || last < first || (first < middle && last > middle)) continue;
    const pair = drawn.get(from)?.get(to);
    const isSettled = milestones[link.d].standing === "done";
    const slack = Math.min(isSettled ? Infinity : (link.slack ?? Infinity), pair?.slack ?? Infinity);
    if (!drawn.has(from)) drawn.set(from, new Map());
    drawn.get(from).set(to, { slack, queried: Boolean(link.queries) && (pair?.queried ?? true) });
  }
  let count = 0;
  for (const [from, targets] of drawn) {
    const onward = [...targets].filter(([to]) => place(to) > place(from));
    const least = onward.reduce((a, [, b]) => (a && a.slack <= b.slack ? a : b), undefined);
    for (const [to, link] of targets)
      if (count++ < MOST_LINES) drawTraceLine(svg, from, to, link, link === least);
  }
  area.prepend(svg);
}

function drawTraceLine(svg, from, to, { slack, queried }, isTold) {
  const place = (box) => ({
    left: box.offsetLeft,
    right: box.offsetLeft + box.offsetWidth,
    top: box.offsetTop,
    bottom: box.offsetTop + box.offsetHeight,
    y: box.offsetTop + box.offsetHeight / 2,
  });
  const [a, b] = [place(from), place(to)];
  const kind = `${slack === 0 ? "driving" : ""}${queried ? " queried" : ""}`;
  const isBeside = a.left === b.left;
  let path;
  if (isBeside) {
    // In one column: out to the right, and in again from there.
    const x = a.right + 9;
    path = `M${a.right} ${a.y}H${x}V${b.y + 4}H${b.right + 4}`;
  } else {
    const x = b.left > a.right ? b.left - 12 : a.right + 12;
    path = `M${a.right} ${a.y}H${x}V${b.y}H${b.left - (b.left > a.right ? 5 : -5)}`;
  }
  svg.append(shape("path", { class: `line ${kind}`, d: path }));
  const tip = isBeside ? [b.right, b.y + 4, 1] : [b.left, b.y, -1];
  svg.append(
    shape("path", { class: `tip ${kind}`, d: `M${tip[0]} ${tip[1]}l${6 * tip[2]} -3v6z` }),
  );
  if (!isTold || slack === Infinity) return;
  const text = shape("text", { class: `slack ${kind}`, x: a.right + 6, y: a.y - 4 });
  text.textContent = `${queried ? "?" : ""}${minus(slack)} d`;
  svg.append(text);
}
