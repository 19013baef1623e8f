// The pictures: what is around a milestone, where the critical path runs, keys, size.

const REST = 150;
const LARGE = 300;
const MANY = 100;
const MOST_IN_LANE = 3;
const MARGIN = 8;
const LARGEST = 2;
const tip = document.getElementById("tip");

class Picture {
  constructor(section) {
    this.section = section;
    this.sheet = section.querySelector(".sheet");
    this.svg = this.sheet.querySelector("svg");
    this.root = this.svg.querySelector(".graph");
    this.hasTime = section.querySelector("[data-stretch]") !== null;
    if (!this.root) this.#gatherChart();
    this.key = section.querySelector(".path-key");
    this.zoom = 1;
    this.lit = new Map();
    this.at = new Map();
    this.lines = [];
    this.parts = [];
    for (const element of this.svg.querySelectorAll("[data-code]")) this.#addMilestone(element);
    for (const [n, element] of this.parts) this.at.get(n)?.push(element);
    for (const element of this.svg.querySelectorAll("[data-prerequisite]")) this.#addLine(element);
    if (this.hasTime && this.lines.length > MANY) this.#thinLines();
    // The keys begin at what is first in time, not in the file.
    const when = (n) => milestones[n].completed ?? milestones[n].projected ?? drawnDate(milestones[n]);
    this.siblings = [...this.at.keys()]
      .sort((a, b) => compare(when(a), when(b)) || a - b)
      .map((n) => this.at.get(n)[0]);
    if (this.at.size) this.svg.setAttribute("role", "tree");
    for (const milestone of this.svg.querySelectorAll(".milestone")) this.#groupCells(milestone);
    this.axis = new TimeAxis(this);
    this.current = this.siblings[0];
    this.current?.setAttribute("tabindex", "0");
    this.#listen();
  }

  /** A chart without its ground, and without its title where the tab has the same. */
  #gatherChart() {
    this.isChart = true;
    this.root = shape("g", { class: "chart" });
    const title = this.svg.querySelector("text");
    const tab = document.getElementById(this.section.getAttribute("aria-labelledby"));
    if (title?.textContent.trim() === tab.textContent) title.remove();
    this.svg.querySelector(":scope > path:first-child")?.remove();
    this.root.append(...this.svg.children);
    this.svg.append(this.root);
  }

  #addMilestone(element) {
    const n = numbers.get(element.dataset.code);
    if (n === undefined) return;
    const milestone = milestones[n];
    const shapes = element.querySelectorAll(":scope > :not(g), :scope > g:not([data-code]) > *");
    const isCell = element.classList.contains("feature");
    const outlined = [...shapes].filter(
      (each) => (each.getAttribute("stroke") ?? "none") !== "none" && each.tagName !== "text",
    );
    (isCell ? outlined.at(-1) : outlined[0])?.classList.add("shape");
    if (element.matches(".slip, .ghost, .due, .name")) {
      // It can be pointed at and clicked, and says nothing that the mark does not say.
      element.setAttribute("aria-hidden", "true");
      if (this.at.has(n)) this.at.get(n).push(element);
      else this.parts.push([n, element]);
      return;
    }
    // A cell is inside its milestone, as no button may be inside another one.
    element.setAttribute("role", "treeitem");
    element.setAttribute("tabindex", "-1");
    element.setAttribute("aria-label", this.#labelOf(element, milestone));
    // The first is what keys lead to: rather the mark of a milestone than its label.
    if (!this.at.has(n)) this.at.set(n, [element]);
    else if (element.classList.contains("milestone")) this.at.get(n).unshift(element);
    else this.at.get(n).push(element);
  }

  /** What is read out: what is written there, then what that does not say. */
  #labelOf(element, milestone) {
    const texts = [...element.querySelectorAll("text")].filter(
      (text) => text.closest("[data-code]") === element,
    );
    // Parted, so that what is written and what is read out are the same words.
    for (const text of texts) text.append(" ");
    const written = texts.map((text) => text.textContent.trim()).join(" ").trim();
    const more = [milestone.id, milestone.name, STANDINGS[milestone.standing].word, dateWords(milestone)];
    const unsaid = [...new Set(more)].filter((part) => part && !written.includes(part));
    return [written, ...unsaid].filter(Boolean).join(", ");
  }

  /** Cells are a group of their own inside their milestone, as in a tree. */
  #groupCells(milestone) {
    const cells = milestone.querySelectorAll(".feature");
    if (!cells.length) return;
    const group = shape("g", { role: "group" });
    cells[0].before(group);
    group.append(...cells);
  }

  #addLine(element) {
    const p = numbers.get(element.dataset.prerequisite);
    const d = numbers.get(element.dataset.dependent);
    const line = element.querySelector("path");
    if (p === undefined || d === undefined || !line) return;
    line.classList.add("line");
    line.parentNode.querySelector("polygon, path + path")?.classList.add("head");
    const wide = line.cloneNode();
    wide.removeAttribute("stroke-dasharray");
    wide.setAttribute("class", "wide");
    line.before(wide);
    this.lines.push({ element, p, d });
  }

  /** The links into a lane with many are a wall of lines: they come with what they are of. */
  #thinLines() {
    const counts = new Map();
    for (const { d } of this.lines) counts.set(d, (counts.get(d) ?? 0) + 1);
    const walls = this.lines.filter(({ d }) => counts.get(d) > MOST_IN_LANE);
    if (!walls.length) return;
    for (const { element } of walls) element.classList.add("many");
    const lanes = new Set(walls.map(({ d }) => d)).size;
    const told = `${walls.length} links into ${counted(lanes, "lane")} come where you point`;
    this.key.after(el("small", {}, told));
  }

  #listen() {
    this.svg.addEventListener("pointerover", (event) => this.#point(event));
    this.svg.addEventListener("pointerleave", () => {
      this.pointed = undefined;
      hideTip();
      clearTimeout(this.rest);
      this.show(state.pin);
    });
    this.svg.addEventListener("focusin", (event) => {
      const element = event.target.closest("[data-code]");
      if (element) this.#show(element);
    });
    this.svg.addEventListener("focusout", () => this.show(state.pin));
    this.svg.addEventListener("click", (event) => {
      const element = event.target.closest("[data-code]");
      if (element && !this.dragged) keep(numbers.get(element.dataset.code));
    });
    this.svg.addEventListener("keydown", (event) => this.#key(event));
    for (const button of this.section.querySelectorAll("[data-stretch]")) {
      button.addEventListener("click", () => this.axis.stretch(button.dataset.stretch));
    }
    this.sheet.addEventListener("scroll", () => {
      hideTip();
      this.heads?.place();
    });
    for (const button of this.section.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.resize(button.dataset.zoom));
    }
    this.sheet.addEventListener(
      "wheel",
      (event) => {
        if (event.altKey && this.hasTime) {
          event.preventDefault();
          this.axis.stretch(event.deltaY < 0 ? "in" : "out");
          return;
        }
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.resize(event.deltaY < 0 ? "in" : "out", event, 1.1);
      },
      { passive: false },
    );
    this.#drag();
  }

  /** Move the sheet with the pointer, where it is larger than its window. */
  #drag() {
    let from;
    this.sheet.addEventListener("pointerdown", (event) => {
      this.dragged = false;
      if (event.pointerType === "mouse" && event.button === 0) {
        from = {
          x: event.clientX,
          y: event.clientY,
          left: this.sheet.scrollLeft,
          top: this.sheet.scrollTop,
        };
      }
    });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (Math.abs(x) + Math.abs(y) > 4) this.dragged = true;
      if (this.dragged) this.sheet.scrollTo(from.left - x, from.top - y);
    });
    window.addEventListener("pointerup", () => (from = undefined));
  }

  #point(event) {
    const element = event.target.closest("[data-code]");
    const line = element
      ? undefined
      : this.lines.find((each) => each.element.contains(event.target));
    clearTimeout(this.rest);
    if (element) {
      const n = numbers.get(element.dataset.code);
      const boxes = () => (this.at.size < LARGE ? this.litBoxes() : []);
      if (n !== this.pointed) setTimeout(() => this.pointed === n && showTip(milestoneTip(n), event, boxes()));
      this.pointed = n;
      // A large picture takes time to draw: not for each milestone that the pointer crosses.
      if (this.at.size < LARGE) this.show(state.pin ?? n);
      else this.rest = setTimeout(() => this.show(state.pin ?? n), REST);
    } else {
      this.pointed = undefined;
      if (line) showTip(linkTip(line.p, line.d), event);
      else hideTip();
      // Between two milestones the picture would flicker.
      this.rest = setTimeout(() => this.show(state.pin), REST);
    }
  }

  #show(element) {
    this.current?.setAttribute("tabindex", "-1");
    this.current = element;
    element.setAttribute("tabindex", "0");
    this.show(numbers.get(element.dataset.code));
  }

  /** Bring out what is around a milestone; without one, everything alike. */
  show(n) {
    if (n === this.shown) return;
    this.shown = n;
    const before = this.lit;
    this.lit = n === undefined ? new Map() : this.#around(n);
    this.svg.classList.toggle("focused", n !== undefined);
    for (const [element, name] of before) {
      if (this.lit.get(element) !== name) element.classList.remove("hit", name);
    }
    for (const [element, name] of this.lit) {
      if (before.get(element) !== name) element.classList.add("hit", name);
    }
  }

  /** What of the picture is around a milestone, and on which side. */
  #around(n) {
    const { up, down } = around(n);
    const lit = new Map();
    for (const [each, elements] of this.at) {
      const name = each === n ? "self" : up.has(each) ? "up" : down.has(each) ? "down" : undefined;
      if (name) for (const element of elements) lit.set(element, name);
    }
    for (const { element, p, d } of this.lines) {
      if (up.has(p) && (d === n || up.has(d))) lit.set(element, "up");
      else if (down.has(d) && (p === n || down.has(p))) lit.set(element, "down");
    }
    return lit;
  }

  /** Mark what is pinned, what search and filters leave, and the critical path. */
  mark(found, path) {
    const pairs = new Set(path.slice(1).map((n, place) => `${n} ${path[place]}`));
    const on = new Set(path);
    this.svg.classList.toggle("filtered", found !== undefined);
    for (const [n, elements] of this.at) {
      for (const element of elements) {
        element.classList.toggle("pinned", n === state.pin);
        element.classList.toggle("out", found !== undefined && !found.has(n));
        element.classList.toggle("on-path", on.has(n));
        if (element.matches(".milestone")) drawRing(element, on.has(n));
        if (element.hasAttribute("role")) element.setAttribute("aria-selected", n === state.pin);
      }
    }
    if (found) {
      const holding = this.svg.querySelectorAll(".milestone.out:has(.feature:not(.out))");
      for (const element of holding) element.classList.remove("out");
    }
    for (const { element, p, d } of this.lines) {
      element.classList.toggle("out", found !== undefined && !(found.has(p) && found.has(d)));
      element.classList.toggle("on-path", pairs.has(`${p} ${d}`));
    }
    this.key.hidden = !path.some((n) => this.at.has(n));
    if (!this.key.hidden) this.key.replaceChildren(...pathWords(path));
    this.show(state.pin);
  }

  /** Where the tip covers nothing of what it is about. */
  litBoxes() {
    if (this.lit.size > LARGE) return [];
    return [...this.lit.keys()]
      .filter((element) => element.matches(".milestone, .name, .lane"))
      .map((element) => element.getBoundingClientRect());
  }

  /** Follow links from the milestone that has the focus. */
  #key(event) {
    const element = event.target.closest("[data-code]");
    if (!element || event.ctrlKey || event.metaKey || event.altKey) return;
    const n = numbers.get(element.dataset.code);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      keep(n);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      const isLeft = event.key === "ArrowLeft";
      const next = isLeft
        ? into[n].map((number) => links[number].p)
        : outOf[n].map((number) => links[number].d);
      const drawn = [...new Set(next)]
        .filter((each) => this.at.has(each))
        .map((each) => this.at.get(each)[0]);
      drawn.sort((a, b) => a.classList.contains("feature") - b.classList.contains("feature"));
      if (!drawn.length) return say(isLeft ? "It waits on nothing." : "Nothing waits on it.");
      this.siblings = drawn;
      this.focus(drawn[0]);
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const count = this.siblings.length;
      const place = this.siblings.indexOf(element) + (event.key === "ArrowUp" ? -1 : 1);
      this.focus(this.siblings[(place + count) % count]);
    }
  }

  /** Leave out the margins, and the heading: the page has its own. Only what shows is measured. */
  #crop() {
    const frame = this.svg.getBoundingClientRect();
    if (this.isCropped || !frame.width) return;
    this.isCropped = true;
    takeLegend(this);
    for (const panel of this.svg.querySelectorAll(".panel:not(.legend)")) panel.remove();
    const boxes = [...this.root.querySelectorAll(this.isChart ? ":scope > *" : ":scope > g")]
      .map((element) => element.getBoundingClientRect())
      .filter((box) => box.width > 0 || box.height > 0);
    if (!boxes.length) return;
    const { x, y, width } = this.svg.viewBox.baseVal;
    const scale = width / frame.width;
    const left = x + (Math.min(...boxes.map((box) => box.left)) - frame.left) * scale - MARGIN;
    const top = y + (Math.min(...boxes.map((box) => box.top)) - frame.top) * scale - MARGIN;
    const right = x + (Math.max(...boxes.map((box) => box.right)) - frame.left) * scale + MARGIN;
    const bottom = y + (Math.max(...boxes.map((box) => box.bottom)) - frame.top) * scale + MARGIN;
    const crop = (from) => {
      const sides = [left, from, right - left, bottom - from].map((side) => side.toFixed(1));
      this.svg.setAttribute("viewBox", sides.join(" "));
    };
    crop(top);
    this.heads = new Heads(this);
    if (this.heads.top && !this.isChart) crop(this.heads.inPicture(this.heads.top.top, "y"));
  }

  focus(element) {
    element.focus({ preventScroll: true });
    this.reveal(element);
  }

  /** Scroll a milestone into the window, if it is outside. */
  reveal(element) {
    this.heads?.place();
    const window = this.heads?.frame() ?? this.sheet.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const away = (start, end, from, to) =>
      start < from ? start - from - 16 : end > to ? end - to + 16 : 0;
    this.sheet.scrollBy(
      away(box.left, box.right, window.left, window.right),
      away(box.top, box.bottom, window.top, window.bottom),
    );
    this.heads?.place();
  }

  /** Make the picture larger or smaller, about the pointer or the middle. */
  resize(how, pointer, step = 1.3) {
    this.#crop();
    const { clientWidth } = this.sheet;
    if (how === "fit") this.axis.stretch("reset");
    const most = (this.svg.viewBox.baseVal.width / this.axis.wider) * LARGEST;
    const base = Math.min(most, clientWidth);
    const before = this.svg.getBoundingClientRect();
    const window = this.sheet.getBoundingClientRect();
    if (how === "fit") this.zoom = 1;
    // As large as its text can be read, even where that is wider than the window.
    else if (how === undefined) this.zoom = Math.max(1, (this.#readable() ?? 0) / base);
    else if (how)
      this.zoom = Math.min(8, Math.max(0.3, this.zoom * (how === "in" ? step : 1 / step)));
    this.svg.style.width = `${Math.floor(base * this.zoom * this.axis.wider)}px`;
    const after = this.svg.getBoundingClientRect();
    const x = (pointer?.clientX ?? window.left + window.width / 2) - before.left;
    const y = (pointer?.clientY ?? window.top + window.height / 2) - before.top;
    const scale = before.width ? after.width / before.width : 1;
    if (how) this.sheet.scrollBy(x * scale - x, y * scale - y);
    else this.#toToday();
    this.heads?.place();
  }

  /** How wide the picture is where its smallest text can be read. */
  #readable() {
    if (this.smallest === undefined) {
      const sizes = [...this.svg.querySelectorAll("text[font-size]")].map((text) =>
        parseFloat(text.getAttribute("font-size")),
      );
      const scale = this.root.getScreenCTM().a / this.svg.getScreenCTM().a;
      this.smallest = sizes.length ? Math.min(...sizes) * scale : 0;
    }
    return this.smallest && (LEAST_TEXT / this.smallest) * (this.svg.viewBox.baseVal.width / this.axis.wider);
  }

  /** Begin where the as-of date is, if not all is in sight. */
  #toToday() {
    const line = this.svg.querySelector(".as-of");
    if (!line || this.hasBegun) return;
    this.hasBegun = true;
    const box = line.getBoundingClientRect();
    const frame = this.sheet.getBoundingClientRect();
    if (box.right > frame.right - 40) this.sheet.scrollLeft += box.left - frame.left - frame.width / 3;
    // And at what is open, where that is below.
    const open = [...this.at]
      .filter(([n]) => milestones[n].standing !== "done")
      .map(([, [element]]) => element.getBoundingClientRect())
      .filter(({ left, right }) => left < frame.right && right > frame.left);
    const first = Math.min(...open.map((each) => each.top));
    if (open.length && first > frame.bottom - 80) this.sheet.scrollTop += first - frame.top - frame.height / 3;
  }
}

/** A ring round what is on the path: outside its frame, which says how it stands. */
function drawRing(element, isOn) {
  const frame = element.querySelector(":scope > .shape, :scope > g:not([data-code]) > .shape");
  const rings = element.querySelectorAll(":scope > .ring, :scope > g > .ring");
  if (!frame || isOn === rings.length > 0) return;
  for (const ring of rings) ring.remove();
  for (const name of isOn ? ["ring", "ring gap"] : []) {
    const ring = frame.cloneNode();
    ring.setAttribute("class", name);
    frame.before(ring);
  }
}

/** The critical path in words, from what begins it: each code, and the slack that it leaves. */
function pathWords(path) {
  const route = plan.routes[state.target].paths[0];
  const target = milestones[path[0]];
  const parts = [
    el("b", { class: "target" }, `${target.id}: `),
    target.projected ?? target.completed ?? "no date",
    target.late ? el("b", { class: "slipped" }, ` +${lateDays(target)} d`) : "",
    " ",
  ];
  const shown = route.slice(0, 6).reverse();
  if (route.length > shown.length) parts.push(`… ${route.length - shown.length} before `);
  shown.forEach((step, place) => {
    parts.push(codeLink(step.m));
    if (place < shown.length - 1) parts.push(` —${step.slack ?? ""}→ `);
  });
  return parts;
}

// -- tooltips ---------------------------------------------------------------------------

function milestoneTip(n) {
  const milestone = milestones[n];
  const { up, down } = around(n);
  return [
    el("strong", {}, milestone.id, " "),
    words(milestone.name),
    el("p", {}, sign(milestone), ` ${dateWords(milestone)}`),
    el(
      "p",
      {},
      el("span", { class: "up" }, `waits on ${reachWords(up)}`),
      " · ",
      el("span", { class: "down" }, `${reachWords(down)} wait on it`),
    ),
  ];
}

function linkTip(p, d) {
  const between = into[d].map((number) => links[number]).filter((link) => link.p === p);
  return between.map((link) => [
    el(
      "p",
      {},
      el("strong", {}, milestones[d].id),
      " waits on ",
      el("strong", {}, milestones[p].id),
    ),
    el(
      "p",
      {},
      [relation(link), link.slack === undefined ? "" : `slack ${days(link.slack)}`]
        .filter(Boolean)
        .join(", "),
    ),
    link.queries && el("p", { class: "query" }, `?${link.number ?? ""} `, words(doubts(link))),
  ]);
}

function showTip(content, event, boxes = []) {
  tip.replaceChildren(...content.flat(3).filter(Boolean));
  tip.hidden = false;
  placeTip(event, boxes);
}

/** Put the tip beside the pointer or, where it would cover one of some boxes, where it does not. */
function placeTip(event, boxes) {
  const { innerWidth, innerHeight } = window;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const [x, y] = [event.clientX, event.clientY];
  const places = [];
  for (const top of [y + 18, y - 12 - height, y - height / 2])
    for (const left of [x + 18, x - 12 - width]) places.push([left, top]);
  for (const top of [8, innerHeight - height - 8])
    for (const left of [8, innerWidth / 2 - width / 2, innerWidth - width - 8]) places.push([left, top]);
  const fits = ([left, top]) =>
    left >= 4 && top >= 4 && left + width <= innerWidth - 4 && top + height <= innerHeight - 4;
  const covered = ([left, top]) => {
    let area = left < x && x < left + width && top < y && y < top + height ? 1e9 : 0;
    for (const box of boxes) {
      const across = Math.min(left + width, box.right) - Math.max(left, box.left);
      const down = Math.min(top + height, box.bottom) - Math.max(top, box.top);
      if (across > 0 && down > 0) area += across * down;
    }
    return area;
  };
  let best;
  for (const place of places.filter(fits)) {
    const area = covered(place);
    if (best === undefined || area < best.area) best = { place, area };
    if (area === 0) break;
  }
  const [left, top] = best?.place ?? [4, 4];
  tip.style.left = `${Math.round(left)}px`;
  tip.style.top = `${Math.round(top)}px`;
}

function hideTip() {
  tip.hidden = true;
}
