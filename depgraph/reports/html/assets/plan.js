// The data of the plan, what follows from its links, and how it is written.

/** The records of a list that the page has by columns. */
function unpacked({ rows, columns }) {
  const records = Array.from({ length: rows }, () => ({}));
  for (const [key, { start, values, picks }] of Object.entries(columns)) {
    const whole = start ? values.map((value) => start + value) : values;
    records.forEach((record, n) => {
      const pick = picks ? picks[n] : n + 1;
      if (pick) record[key] = whole[pick - 1];
    });
  }
  return records;
}

/** Numbers by place, of words: each is a number, after its place where it is not the next. */
function unrun(words) {
  const byPlace = new Map();
  let next = 0;
  for (const word of words ? words.split(" ") : []) {
    const [days, place = next] = word.split(":").reverse().map(Number);
    byPlace.set(place, days);
    next = place + 1;
  }
  return byPlace;
}

const plan = JSON.parse(document.getElementById("plan").textContent);
for (const key of ["milestones", "links", "findings"]) plan[key] = unpacked(plan[key]);
for (const route of Object.values(plan.routes)) route.paths = route.paths?.map(unpacked);
const { milestones, links } = plan;
const DAY = 86_400_000;
const LONG_CODE = 24;

const STANDINGS = {
  done: { sign: "✔", word: "complete" },
  late: { sign: "!", word: "late" },
  soon: { sign: "●", word: "due soon" },
  later: { sign: "○", word: "due later" },
  undated: { sign: "–", word: "no date" },
};

const numbers = new Map();
milestones.forEach((milestone, n) => {
  for (const alias of milestone.aka ?? []) numbers.set(alias, n);
});
milestones.forEach((milestone, n) => numbers.set(milestone.id, n));

const into = milestones.map(() => []);
const outOf = milestones.map(() => []);
links.forEach((link, number) => {
  into[link.d].push(number);
  outOf[link.p].push(number);
});

const findingsOf = milestones.map(() => []);
for (const finding of plan.findings) {
  for (const code of finding.codes ?? []) findingsOf[numbers.get(code)]?.push(finding);
}
const questionsOf = milestones.map(() => []);
for (const question of plan.questions) questionsOf[question.m].push(question);

const isQueried = (n) =>
  questionsOf[n].length > 0 || [...into[n], ...outOf[n]].some((number) => links[number].queries);

/** All milestones that lead to one (end "p", along `into`) or follow from it ("d", `outOf`). */
function reach(start, along, end) {
  const found = new Set();
  const waiting = [start];
  while (waiting.length) {
    for (const number of along[waiting.pop()]) {
      const next = links[number][end];
      if (next !== start && !found.has(next)) {
        found.add(next);
        waiting.push(next);
      }
    }
  }
  return found;
}

const reached = new Map();

/** What a milestone waits on and what waits on it, directly or through others. */
function around(n) {
  if (!reached.has(n)) reached.set(n, { up: reach(n, into, "p"), down: reach(n, outOf, "d") });
  return reached.get(n);
}

const floatsTo = new Map();

/** The float of a milestone to a target, in days; undefined where it cannot move it. */
function floatOf(n, target) {
  if (!floatsTo.has(target)) floatsTo.set(target, unrun(plan.routes[target]?.floats));
  return floatsTo.get(target).get(n);
}

const byText = new Intl.Collator("en", { numeric: true });

// -- words ------------------------------------------------------------------------------

const daysFrom = (first, last) => Math.round((Date.parse(last) - Date.parse(first)) / DAY);
const days = (count) => `${count} ${Math.abs(count) === 1 ? "day" : "days"}`;
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const minus = (count) => String(count).replace("-", "−");
const shift = (count) => (count > 0 ? `+${count} d` : count < 0 ? `−${-count} d` : "0 d");
const whose = (milestone) => [milestone.owner, milestone.team].filter(Boolean).join("/");
const isHindsight = (day) => Boolean(day && plan.as_of && day > plan.as_of);
/** How many days after the date that it misses something late is expected. */
const lateDays = ({ late, slip }) => late && (slip ?? late.days);
const drawnDate = (milestone) => milestone.completed ?? milestone.forecast ?? milestone.due;

/** How a milestone stands, in a word or two. */
function standingWords(milestone) {
  if (milestone.late) return milestone.late.words;
  if (milestone.standing === "done") return milestone.completed ?? "complete";
  return STANDINGS[milestone.standing].word;
}

/** How many milestones stand so: of late ones also how they are. */
function standingCounts(standing) {
  const { word } = STANDINGS[standing];
  const { overdue = 0, ...others } = plan.totals.late;
  const rest = Object.values(others).reduce((sum, count) => sum + count, 0);
  if (standing !== "late" || !(overdue + rest)) return word;
  const kinds = [
    [overdue, "overdue"],
    [rest, "will be late"],
  ].filter(([count]) => count > 0);
  return `${word}: ${kinds.map(([count, words]) => `${count} ${words}`).join(", ")}`;
}

/** When a milestone was or is to be, as short as it can be told. */
function whenWords(milestone) {
  if (milestone.standing === "done" || milestone.standing === "late")
    return standingWords(milestone);
  return milestone.forecast
    ? `forecast ${milestone.forecast}`
    : milestone.due
      ? `due ${milestone.due}`
      : "no date";
}

/** The dates of a milestone, in one line. */
function dateWords(milestone) {
  if (milestone.standing === "done") {
    const early =
      milestone.due && milestone.completed && daysFrom(milestone.due, milestone.completed);
    return `completed ${milestone.completed ?? ""}${early ? ` (${shift(early)})` : ""}`.trim();
  }
  const parts = [];
  if (milestone.due) parts.push(`due ${milestone.due}`);
  if (milestone.forecast) parts.push(`forecast ${milestone.forecast}`);
  return parts.join(", ") || "no date";
}

/** What is special about a link: its type and lag. */
function relation(link) {
  const parts = link.type ? [link.type] : [];
  if (link.lag) parts.push(`lag ${shift(link.lag)}`);
  if (link.calendar) parts.push(link.calendar);
  return parts.join(" ");
}

const doubt = (query) =>
  (query.text ?? "no reason given") + (query.asked ? ` (${query.asked})` : "");
const doubts = (link) => (link.queries ?? []).map(doubt).join(" / ");

// -- elements ---------------------------------------------------------------------------

/** An element with attributes, listeners (named on…) and children; a text is never markup. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat(3).filter((child) => (child ?? false) !== false));
  return made;
}

/** A text whose dates do not part at the end of a line. */
const unparted = (text) =>
  text
    .split(/(\d{4}-\d\d-\d\d)/u)
    .map((part, place) => (place % 2 ? el("span", { class: "nobr" }, part) : part));

const words = (text) => el("bdi", {}, unparted(String(text ?? "")));

/** The standing of a milestone: a sign on its colour. */
function sign(milestone) {
  const { sign: mark, word } = STANDINGS[milestone.standing];
  return el(
    "span",
    { class: `sign ${milestone.standing}`, title: word, role: "img", "aria-label": word },
    mark,
  );
}

const codeClass = (code) => (code.length > LONG_CODE ? "code long" : "code");

/** A milestone's code, which leads to its details. */
function codeLink(n, attributes = {}) {
  const { id } = milestones[n];
  return el(
    "a",
    { class: codeClass(id), href: `#${encodeURIComponent(id)}`, "data-to": n, ...attributes },
    id,
  );
}

/** A code, which leads to the details of its milestone where the page has it. */
const codeWords = (code) =>
  numbers.has(code) ? codeLink(numbers.get(code)) : el("span", { class: codeClass(code) }, code);

/** How many there are upstream or downstream: of a folded plan some may be left out between. */
const reachWords = (some) => (plan.folded ? `at least ${some.size}` : String(some.size));
