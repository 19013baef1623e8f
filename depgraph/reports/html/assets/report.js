// The page as a whole: views, search, filters, keys.

const pictures = [...document.querySelectorAll(".view.picture")]
  .filter((section) => section.querySelector("svg"))
  .map((section) => new Picture(section));
const tables = {
  summary: summaryView,
  milestones: milestonesView,
  queries: queriesView,
  findings: findingsView,
  "critical-path": pathView,
};
const search = document.getElementById("search");
const filters = document.getElementById("filters");
const filtersShown = document.getElementById("filters-shown");
const help = document.getElementById("help");
const said = document.getElementById("said");
const spread = new Map();
let lastCount = "";

function say(text) {
  said.textContent = text;
}

/** Change the state, the address and the page; each change of view or pin can be gone back from. */
function change(changes, focus) {
  const isStep = "pin" in changes || "view" in changes || "trace" in changes;
  // Another view is not traced, and what is kept is looked at in its picture.
  if ("view" in changes || changes.pin !== undefined) changes = { trace: undefined, ...changes };
  // A panel that was folded away comes back for what is asked for.
  const isAsked = changes.pin !== undefined || !("pin" in changes || "view" in changes);
  if (state.panel === false && isAsked) state.panel = undefined;
  Object.assign(state, changes);
  const next = `#${address()}`;
  if (next !== (location.hash || "#")) {
    if (isStep) history.pushState(null, "", next);
    else history.replaceState(null, "", next);
  }
  render();
  if (focus) document.getElementById(focus)?.focus();
}

/** Keep a milestone, or let it go if it is kept. */
function keep(n) {
  if (state.pin === n) {
    change({ pin: undefined });
    say(`${milestones[n].id} let go`);
    return;
  }
  change({ pin: n });
  const { up, down } = around(n);
  say(`${milestones[n].id} kept: ${reachWords(up)} upstream, ${reachWords(down)} downstream`);
}

function clear() {
  change({
    pin: undefined,
    words: "",
    standings: new Set(),
    owner: "",
    team: "",
    queried: false,
    found: false,
  });
}

/** Scroll the row of tabs, where it is wider than the window, until a tab is all in it. */
function uncover(tab) {
  const row = tab.parentElement;
  const [box, frame] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (box.left < frame.left) row.scrollLeft += box.left - frame.left;
  else if (box.right > frame.right) row.scrollLeft += box.right - frame.right;
}

/** Scroll what is kept into sight: on a phone, above the sheet that tells of it. */
function bringForward(picture, element) {
  if (matchMedia("(max-width: 760px)").matches && bringForward.last !== element) {
    picture.section.scrollIntoView();
    bringForward.last = element;
  }
  picture.reveal(element);
}

// -- drawing ----------------------------------------------------------------------------

function render() {
  hideTip();
  const found = matching();
  const path = (plan.routes[state.target]?.paths[0] ?? []).map((step) => step.m);
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isShown = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", isShown);
    tab.tabIndex = isShown ? 0 : -1;
    if (isShown) uncover(tab);
    const isTraced = state.trace !== undefined;
    document.getElementById(`view-${tab.dataset.view}`).hidden = !isShown || isTraced;
  }
  renderPanel(found);
  renderTrace();
  if (state.view in tables) {
    const content = tables[state.view](found);
    document
      .getElementById(`view-${state.view}`)
      .replaceChildren(...content.flat(3).filter(Boolean));
  }
  const numbers = document.querySelector(`#view-${state.view} .numbers`);
  if (numbers) numbers.replaceChildren(numbersTable(state.view, found));
  for (const picture of pictures.filter((each) => !each.section.hidden)) {
    picture.mark(found, path);
    if (picture.width !== picture.sheet.clientWidth) {
      picture.width = picture.sheet.clientWidth;
      picture.resize();
    }
    const pinned = state.pin === undefined ? undefined : picture.at.get(state.pin)?.[0];
    if (pinned) bringForward(picture, pinned);
  }
  if (search.value !== state.words) search.value = state.words;
  renderFilters(found);
}

const picked = { owner: distinct("owner"), team: distinct("team") };

function distinct(name) {
  const found = [...new Set(milestones.map((milestone) => milestone[name] ?? NONE))].sort(
    byText.compare,
  );
  return found.length > 1 ? found : [];
}

function buildFilters() {
  const toggle = (label, name, isOn, flip) => {
    const button = el("button", { type: "button", class: "toggle", onclick: flip }, label);
    spread.set(button, isOn);
    return button;
  };
  const standing = Object.entries(STANDINGS).map(([name, { sign: mark, word }]) => {
    const count = plan.totals.standings[name] ?? 0;
    const flip = () => {
      const next = new Set(state.standings);
      if (!next.delete(name)) next.add(name);
      change({ standings: next });
    };
    return (
      count > 0 &&
      toggle(
        [
          el("span", { class: `sign ${name}`, "aria-hidden": "true" }, mark),
          ` ${word} `,
          el("small", {}, String(count)),
        ],
        name,
        () => state.standings.has(name),
        flip,
      )
    );
  });
  const choice = (name) => {
    if (!picked[name].length) return false;
    const select = el(
      "select",
      { "aria-label": `Filter by ${name}`, onchange: () => change({ [name]: select.value }) },
      el("option", { value: "" }, `every ${name}`),
      picked[name].map((value) => el("option", { value }, value === NONE ? `no ${name}` : value)),
    );
    spread.set(select, () => state[name]);
    return select;
  };
  const flag = (label, name) =>
    toggle(
      label,
      name,
      () => state[name],
      () => change({ [name]: !state[name] }),
    );
  filters.append(
    ...[
      standing,
      choice("owner"),
      choice("team"),
      flag("? queried", "queried"),
      flag("▲ with findings", "found"),
      el("button", { type: "button", class: "quiet", id: "clear", onclick: clear }, "Clear"),
      el("span", { class: "count", id: "count" }),
    ]
      .flat()
      .filter(Boolean),
  );
}

function renderFilters(found) {
  for (const [control, current] of spread) {
    if (control.tagName === "SELECT") control.value = current();
    else control.setAttribute("aria-pressed", current());
  }
  const text = found ? `${found.size} of ${plan.counted} match` : "";
  document.getElementById("count").textContent = text;
  document.getElementById("clear").hidden = !found;
  filtersShown.classList.toggle("active", isFiltered());
  if (lastCount !== text) say(text || "All milestones are shown");
  lastCount = text;
}

function showFilters(isShown) {
  filters.hidden = !isShown;
  filtersShown.setAttribute("aria-expanded", isShown);
}

// -- listening --------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = event.target.closest("a[data-to], a[data-view], .skip");
  if (!link || !isPlain) return;
  event.preventDefault();
  if (link.classList.contains("skip")) {
    document.getElementById("content").focus();
  } else if (link.dataset.view) {
    change({ view: link.dataset.view });
    document.getElementById(`tab-${state.view}`).focus();
  } else {
    const n = Number(link.dataset.to);
    if (state.pin !== n) keep(n);
    panel.querySelector("h2")?.focus({ preventScroll: true });
    panel.scrollTo(0, 0);
  }
});

document.querySelector("[role=tablist]").addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) change({ view: tab.dataset.view });
});

document.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  change({ view: views[(views.indexOf(state.view) + step + views.length) % views.length] });
  document.getElementById(`tab-${state.view}`).focus();
});

for (const button of document.querySelectorAll(".to-numbers")) {
  button.addEventListener("click", () => {
    const numbers = button.closest(".view").querySelector(".numbers");
    numbers.scrollIntoView();
    numbers.focus({ preventScroll: true });
  });
}

search.addEventListener("input", () => {
  const isSame = state.pin === undefined;
  change(isSame ? { words: search.value } : { words: search.value, pin: undefined });
});

search.addEventListener("keydown", (event) => {
  const first = panel.querySelector(".results a");
  if (event.key === "Enter" && first) first.click();
  if (event.key === "ArrowDown" && first) {
    event.preventDefault();
    first.focus();
  }
});

panel.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const codes = [...panel.querySelectorAll("a.code")];
  const place = codes.indexOf(event.target);
  if (!step || place < 0) return;
  event.preventDefault();
  if (place + step < 0 && panel.querySelector(".results")) search.focus();
  else codes[place + step]?.focus();
});

filtersShown.addEventListener("click", () => showFilters(filters.hidden));
document.getElementById("help-shown").addEventListener("click", () => help.showModal());
document.getElementById("help-closed").addEventListener("click", () => help.close());

document.addEventListener("keydown", (event) => {
  if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!tip.hidden) hideTip();
    const legend = document.querySelector(".view:not([hidden]) .legend-box:not([hidden]) .close");
    if (legend) return legend.click();
    if (state.trace !== undefined) return trace();
    if (state.pin !== undefined && document.activeElement !== search) keep(state.pin);
    else clear();
    return;
  }
  if (event.target.matches("input, select")) return;
  const picture = pictures.find((each) => !each.section.hidden);
  const zoom = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
  if (event.key === "/") {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "?") {
    help.showModal();
  } else if (event.key === "t") {
    const n = numbers.get(document.activeElement?.dataset?.code) ?? state.pin;
    if (n !== undefined && n !== state.trace) trace(n);
    else if (state.trace !== undefined) trace();
    else say("Keep a milestone first, or go to one with the Tab key.");
  } else if ((event.key === "[" || event.key === "]") && picture?.hasTime) {
    picture.axis.stretch(event.key === "]" ? "in" : "out");
  } else if (zoom && picture) {
    picture.resize(zoom);
  } else if (views[Number(event.key) - 1]) {
    change({ view: views[Number(event.key) - 1] });
  }
});

function follow() {
  readAddress();
  if (isFiltered()) showFilters(true);
  render();
  traceView.querySelector(".box.self")?.focus({ preventScroll: true });
}

window.addEventListener("popstate", follow);
window.addEventListener("hashchange", follow);
window.addEventListener("resize", render);

buildFilters();
showFilters(false);
document.documentElement.classList.add("ready");
follow();
