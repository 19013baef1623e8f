// What the reader has chosen, as the address of the page keeps it.

const views = [...document.querySelectorAll("[role=tab]")].map((tab) => tab.dataset.view);

const state = {
  pin: undefined,
  view: views[0],
  target: plan.target,
  words: "",
  standings: new Set(),
  owner: "",
  team: "",
  queried: false,
  found: false,
  trace: undefined,
  back: 3,
  on: 2,
  driving: false,
  panel: undefined,
};

const ALL_STEPS = 99;

const NONE = "-";

/** The part of the address after `#`: the code, then whatever differs from the beginning. */
function address() {
  const parts = state.pin === undefined ? [] : [encodeURIComponent(milestones[state.pin].id)];
  const add = (name, value) => value && parts.push(`${name}=${encodeURIComponent(value)}`);
  add("trace", state.trace === undefined ? "" : milestones[state.trace].id);
  if (state.trace !== undefined) {
    add("back", state.back === 3 ? "" : String(state.back));
    add("on", state.on === 2 ? "" : String(state.on));
    add("driving", state.driving ? "yes" : "");
  }
  add("view", state.view === views[0] ? "" : state.view);
  add("target", state.target === plan.target ? "" : state.target);
  add("find", state.words);
  add("status", [...state.standings].sort().join(","));
  add("owner", state.owner);
  add("team", state.team);
  add("queried", state.queried ? "yes" : "");
  add("findings", state.found ? "yes" : "");
  return parts.join("&");
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const stepsRead = (text, otherwise) => ([1, 2, 3, 4, 5, ALL_STEPS].includes(Number(text)) ? Number(text) : otherwise);

/** Take the state from the address; what it does not know is passed over. */
function readAddress() {
  const parts = location.hash.slice(1).split("&").filter(Boolean);
  const read = new Map();
  for (const part of parts) {
    const at = part.indexOf("=");
    if (at < 0) read.set("pin", decoded(part));
    else read.set(part.slice(0, at), decoded(part.slice(at + 1)));
  }
  const view = read.get("view");
  const target = read.get("target");
  const standings = (read.get("status") ?? "")
    .split(",")
    .filter((each) => Object.hasOwn(STANDINGS, each));
  Object.assign(state, {
    pin: numbers.get(read.get("pin")),
    view: views.includes(view) ? view : views[0],
    target: Object.hasOwn(plan.routes, target ?? "") ? target : plan.target,
    words: read.get("find") ?? "",
    standings: new Set(standings),
    owner: read.get("owner") ?? "",
    team: read.get("team") ?? "",
    queried: read.get("queried") === "yes",
    found: read.get("findings") === "yes",
    trace: numbers.get(read.get("trace")),
    back: stepsRead(read.get("back"), 3),
    on: stepsRead(read.get("on"), 2),
    driving: read.get("driving") === "yes",
  });
}

const folded = (text) => text.normalize("NFKC").toLowerCase();

const searched = milestones.map((milestone) =>
  folded(
    [milestone.id, milestone.name, ...(milestone.aka ?? []), ...(milestone.names ?? [])].join("\n"),
  ),
);

const isFiltered = () =>
  state.standings.size > 0 || Boolean(state.owner || state.team || state.queried || state.found);

/** The milestones that search and filters leave; undefined where nothing is asked. */
function matching() {
  const asked = folded(state.words).split(/\s+/).filter(Boolean);
  if (!asked.length && !isFiltered()) return undefined;
  const fits = (value, wanted) => !wanted || (value ?? NONE) === wanted;
  const found = new Set();
  milestones.forEach((milestone, n) => {
    if (
      asked.every((word) => searched[n].includes(word)) &&
      (!state.standings.size || state.standings.has(milestone.standing)) &&
      fits(milestone.owner, state.owner) &&
      fits(milestone.team, state.team) &&
      (!state.queried || isQueried(n)) &&
      (!state.found || findingsOf[n].length > 0)
    ) {
      found.add(n);
    }
  });
  return found;
}

/** The matches: the code itself, codes that begin so, then by code; of a filter, the latest first. */
function ranked(found) {
  const asked = folded(state.words).trim();
  const rank = (n) => {
    const code = folded(milestones[n].id);
    return code === asked ? 0 : asked && code.startsWith(asked) ? 1 : 2;
  };
  const late = (n) => (asked ? 0 : (lateDays(milestones[n]) ?? -1));
  return [...found].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      late(b) - late(a) ||
      byText.compare(milestones[a].id, milestones[b].id),
  );
}
