// The pictures: what is around a milestone, where the critical path runs, keys, size.

const REST = 150;
const MANY = 300;
const MARGIN = 8;
const LARGEST = 2;
const NARROW = 700;
const WIDTH_WHERE_NARROW = 1100;
const tip = document.getElementById("tip");

class Picture {
  constructor(section) {
    this.section = section;
    this.sheet = section.querySelector(".sheet");
    this.svg = this.sheet.querySelector("svg");
    this.key = section.querySelector(".path-key");
    this.zoom = 1;
    this.lit = new Map();
    this.at = new Map();
    this.lines = [];
    this.parts = [];
    for (const element of this.svg.querySelectorAll("[data-code]")) this.#addMilestone(element);
    for (const [n, element] of this.parts) this.at.get(n)?.push(element);
    for (const element of this.svg.querySelectorAll("[data-prerequisite]")) this.#addLine(element);
    this.siblings = [...this.at.values()].map((elements) => elements[0]);
    this.current = this.siblings[0];
    this.current?.setAttribute("tabindex", "0");
    this.#listen();
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
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "-1");
    element.setAttribute(
      "aria-label",
      // Without a date, the standing says that already.
      [
        ...new Set([
          milestone.id,
          milestone.name,
          STANDINGS[milestone.standing].word,
          dateWords(milestone),
        ]),
      ]
        .filter(Boolean)
        .join(", "),
    );
    // The first is what keys lead to: rather the mark of a milestone than its label.
    if (!this.at.has(n)) this.at.set(n, [element]);
    else if (element.classList.contains("milestone")) this.at.get(n).unshift(element);
    else this.at.get(n).push(element);
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

  #listen() {
    this.svg.addEventListener("pointerover", (event) => this.#point(event));
    this.svg.addEventListener("pointermove", (event) => placeTip(event));
    this.svg.addEventListener("pointerleave", () => {
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
    for (const button of this.section.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.resize(button.dataset.zoom));
    }
    this.sheet.addEventListener(
      "wheel",
      (event) => {
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
      showTip(milestoneTip(n), event);
      // A large picture takes time to draw: not for each milestone that the pointer crosses.
      if (this.at.size < MANY) this.show(state.pin ?? n);
      else this.rest = setTimeout(() => this.show(state.pin ?? n), REST);
    } else {
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
        if (element.hasAttribute("role")) element.setAttribute("aria-pressed", n === state.pin);
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
    this.key.textContent = `critical path to ${state.target}`;
    this.show(state.pin);
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
    this.svg.querySelector(".panel.heading")?.remove();
    const boxes = [...this.svg.querySelectorAll(".node, .edge")]
      .map((element) => element.getBoundingClientRect())
      .filter((box) => box.width > 0 || box.height > 0);
    if (!boxes.length) return;
    const { x, y, width } = this.svg.viewBox.baseVal;
    const scale = width / frame.width;
    const left = x + (Math.min(...boxes.map((box) => box.left)) - frame.left) * scale - MARGIN;
    const top = y + (Math.min(...boxes.map((box) => box.top)) - frame.top) * scale - MARGIN;
    const right = x + (Math.max(...boxes.map((box) => box.right)) - frame.left) * scale + MARGIN;
    const bottom = y + (Math.max(...boxes.map((box) => box.bottom)) - frame.top) * scale + MARGIN;
    const sides = [left, top, right - left, bottom - top].map((side) => side.toFixed(1));
    this.svg.setAttribute("viewBox", sides.join(" "));
  }

  focus(element) {
    element.focus({ preventScroll: true });
    this.reveal(element);
  }

  /** Scroll a milestone into the window, if it is outside. */
  reveal(element) {
    const window = this.sheet.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const away = (start, end, from, to) =>
      start < from ? start - from - 16 : end > to ? end - to + 16 : 0;
    this.sheet.scrollBy(
      away(box.left, box.right, window.left, window.right),
      away(box.top, box.bottom, window.top, window.bottom),
    );
  }

  /** Make the picture larger or smaller, about the pointer or the middle. */
  resize(how, pointer, step = 1.3) {
    this.#crop();
    const { clientWidth } = this.sheet;
    const most = this.svg.viewBox.baseVal.width * LARGEST;
    const least = Math.min(this.svg.viewBox.baseVal.width, WIDTH_WHERE_NARROW);
    const base = Math.min(most, clientWidth < NARROW ? least : clientWidth);
    const before = this.svg.getBoundingClientRect();
    const window = this.sheet.getBoundingClientRect();
    if (how === "fit") this.zoom = Math.min(1, clientWidth / base);
    else if (how)
      this.zoom = Math.min(8, Math.max(0.3, this.zoom * (how === "in" ? step : 1 / step)));
    this.svg.style.width = `${Math.floor(base * this.zoom)}px`;
    const after = this.svg.getBoundingClientRect();
    const x = (pointer?.clientX ?? window.left + window.width / 2) - before.left;
    const y = (pointer?.clientY ?? window.top + window.height / 2) - before.top;
    const scale = before.width ? after.width / before.width : 1;
    if (how) this.sheet.scrollBy(x * scale - x, y * scale - y);
  }
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

function showTip(content, event) {
  tip.replaceChildren(...content.flat(3).filter(Boolean));
  tip.hidden = false;
  placeTip(event);
}

function placeTip(event) {
  if (tip.hidden) return;
  const { innerWidth, innerHeight } = window;
  const { offsetWidth, offsetHeight } = tip;
  const right = event.clientX + 18 + offsetWidth < innerWidth;
  const below = event.clientY + 18 + offsetHeight < innerHeight;
  tip.style.left = `${Math.max(4, right ? event.clientX + 18 : event.clientX - 12 - offsetWidth)}px`;
  tip.style.top = `${Math.max(4, below ? event.clientY + 18 : event.clientY - 12 - offsetHeight)}px`;
}

function hideTip() {
  tip.hidden = true;
}
