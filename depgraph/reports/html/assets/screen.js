// A picture on a screen: no paper. The legend comes when it is asked for, heads stay in sight,
// and the axis of time can be stretched.

const LEAST_TEXT = 11.05;
const STRETCH = 1.25;
const MOST_STRETCH = 12;

/** Take the legend out of a picture, for a box that opens; and lists, which have views. */
function takeLegend(picture) {
  const { svg, section } = picture;
  const parts = [...svg.querySelectorAll(".panel.legend, .sample")];
  const button = section.querySelector(".legend-shown");
  if (!parts.length) return button?.remove();
  const frame = parts[0].getBBox();
  const legend = shape("svg", { class: "legend", role: "img", "aria-label": "Legend" });
  const group = shape("g", { class: "graph" });
  group.append(...parts);
  legend.append(group);
  const [x, y] = [frame.x, frame.y];
  legend.setAttribute("viewBox", `${x} ${y} ${frame.width} ${frame.height}`);
  legend.setAttribute("width", Math.ceil(frame.width * 1.4));
  const box = section.querySelector(".legend-box");
  box.append(
    legend,
    el("p", {}, el("b", { class: "target" }, "red"), ": the critical path to the target"),
    el(
      "p",
      {},
      "on pointing, ",
      el("b", { class: "up" }, "blue"),
      ": what it waits on, ",
      el("b", { class: "down" }, "brown"),
      ": what waits on it",
    ),
  );
  const flip = () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", !box.hidden);
  };
  button.addEventListener("click", flip);
  box.querySelector(".close").addEventListener("click", () => {
    flip();
    button.focus();
  });
}

const boxOf = (element) => element.getBBox();
const bottomOf = (box) => box.y + box.height;
const WIDE = 100_000;
const HIGH = 60;

/** The as-of date as a label of the head, on its line; on paper it is below the picture. */
function asOfLabel(root, words, y) {
  const line = root.querySelector(":scope > .as-of");
  const label = words.find((element) => element.textContent.trim().startsWith("as of "));
  if (!line || !label) return undefined;
  const { x, width } = boxOf(line);
  const group = shape("g", { class: "day" });
  const text = shape("text", {
    x: x + width / 2,
    y: y + 12,
    "text-anchor": "middle",
    "font-size": label.querySelector("text").getAttribute("font-size"),
  });
  text.textContent = label.textContent.trim();
  root.append(group);
  group.append(text);
  const box = boxOf(text);
  const [dx, dy] = [5, 1.5];
  text.before(
    shape("rect", { x: box.x - dx, y: box.y - dy, width: box.width + 2 * dx, height: box.height + 2 * dy, rx: 3 }),
  );
  label.remove();
  return group;
}

/** The names over the columns and before the lanes, which stay where the sheet scrolls. */
class Heads {
  constructor(picture) {
    this.picture = picture;
    const { root, isChart } = picture;
    this.root = root;
    // A chart has its axis over lines and bars; its words are in the middle of what they are of.
    const words = [...root.querySelectorAll(`:scope > ${isChart ? "text[text-anchor=middle]" : ".words"}`)];
    const body = [...root.querySelectorAll(":scope > :is(.milestone, .group, .feature, .slip, .lane)")];
    if (!words.length || !(body.length || isChart)) return;
    const { y, height } = picture.svg.viewBox.baseVal;
    const top = body.length ? Math.min(...body.map((element) => boxOf(element).y)) : y + height / 5;
    const over = words.filter((element) => bottomOf(boxOf(element)) <= top + 1);
    const lanes = [...root.querySelectorAll(":scope > .lane")];
    if (lanes.length && !isChart) this.side = this.#mover(lanes, "side");
    if (!over.length) return;
    const day = asOfLabel(root, words, Math.max(...over.map((element) => bottomOf(boxOf(element)))));
    this.top = this.#mover(day ? [...over, day] : over, "head", top);
  }

  /** A group on top of all others, on a ground of its own; a head directly over the picture. */
  #mover(elements, name, before) {
    const boxes = elements.map(boxOf);
    const { isChart } = this.picture;
    const left = Math.min(...boxes.map((box) => box.x)) - 12;
    const top = Math.min(...boxes.map((box) => box.y)) - (isChart ? 1 : 12);
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + 6;
    const bottom = Math.max(...boxes.map(bottomOf)) + (isChart ? 1 : 4);
    const isHead = name === "head";
    // Beside the axis of a chart may be other words.
    const wide = isHead && !isChart ? WIDE : 0;
    const ground = shape("rect", {
      class: "ground",
      x: left - wide / 2,
      y: top - (isHead ? 0 : HIGH),
      width: right - left + wide,
      height: bottom - top + (isHead ? 0 : HIGH),
    });
    const group = shape("g", { class: `stays ${name}` });
    // On paper there may be room under it that a screen has not.
    const down = isHead && !isChart ? before - 5 - bottom : 0;
    const inner = shape("g", isHead ? { transform: `translate(0 ${down})` } : {});
    inner.append(ground, ...elements);
    group.append(inner);
    this.root.append(group);
    const end = this.inPicture(isHead ? bottom + down : right, isHead ? "y" : "x");
    return { group, ground, left, top: top + down, end };
  }

  /** A place of the drawing in the units of the picture. */
  inPicture(at, axis) {
    const [unit, here] = [this.picture.svg, this.root].map((element) => element.getScreenCTM());
    return axis === "y" ? (at * here.d + here.f - unit.f) / unit.d : (at * here.a + here.e - unit.e) / unit.a;
  }

  /** What of the sheet they leave free. */
  frame() {
    const { left, right, top, bottom } = this.picture.sheet.getBoundingClientRect();
    const edge = (mover, side) => mover?.ground.getBoundingClientRect()[side] ?? 0;
    return {
      left: Math.max(left, edge(this.side, "right")),
      right,
      top: Math.max(top, edge(this.top, "bottom")),
      bottom,
    };
  }

  /** Put them at the edge of what is in sight. */
  place() {
    const { sheet, svg } = this.picture;
    const frame = sheet.getBoundingClientRect();
    for (const [mover, side] of [
      [this.top, "top"],
      [this.side, "left"],
    ]) {
      if (!mover) continue;
      const matrix = mover.group.parentNode.getScreenCTM();
      if (!matrix) continue;
      const at = side === "top" ? mover.top * matrix.d + matrix.f : mover.left * matrix.a + matrix.e;
      const away = (frame[side] - at) / (side === "top" ? matrix.d : matrix.a);
      const moved = away > 0 ? away : 0;
      const to = side === "top" ? `translate(0 ${moved})` : `translate(${moved} 0)`;
      if (moved !== mover.moved) mover.group.setAttribute("transform", to);
      mover.moved = moved;
      mover.group.classList.toggle("moved", moved > 0);
    }
    svg.classList.toggle("scrolled", sheet.scrollTop > 0);
  }
}

/** The axis of time of a calendar or a timeline, which is stretched without its texts. */
class TimeAxis {
  constructor(picture) {
    this.picture = picture;
    this.factor = 1;
    // How much wider it makes the picture.
    this.wider = 1;
    this.parts = [];
  }

  /** Measure once what moves along, and what grows. */
  #measure() {
    const { svg } = this.picture;
    const { root } = this.picture;
    const names = [...root.querySelectorAll(".stays.side .lane")].map(boxOf);
    const view = svg.viewBox.baseVal;
    this.left = names.length ? Math.max(...names.map((box) => box.x + box.width)) : view.x;
    this.view = { x: view.x, y: view.y, width: view.width, height: view.height };
    const places = new Map();
    for (const element of root.querySelectorAll(":scope > .milestone[data-code]"))
      places.set(element.dataset.code, centre(element));
    const walk = (element) => {
      if (element.matches(".stays.side, .ground, title")) return;
      if (element.matches(".stays, .link, .slip, .as-of") || (element.tagName === "g" && !element.hasAttribute("class"))) {
        for (const child of element.children) walk(child);
        return;
      }
      const box = boxOf(element);
      if (box.x + box.width <= this.left) return;
      const grows = element.matches(".band, .tick, path, line, .wide, polygon:not(.head), rect") && box.width > 0;
      const at = places.get(element.closest(".name, .lane")?.dataset.code) ?? box.x + box.width / 2;
      const isSymbol = box.width < 13 && Math.abs(box.width - box.height) < 1.5;
      const isLine = grows && !isSymbol && !element.matches(".tick");
      this.parts.push({ element, at, grows: isLine });
    };
    for (const child of root.children) walk(child);
  }

  stretch(how) {
    if (!this.parts.length) this.#measure();
    const before = this.factor;
    if (how === "reset") this.factor = 1;
    else
      this.factor = Math.min(
        MOST_STRETCH,
        Math.max(1, this.factor * (how === "in" ? STRETCH : 1 / STRETCH)),
      );
    if (before === this.factor) return;
    const k = this.factor;
    for (const { element, at, grows } of this.parts) {
      const to = grows
        ? `matrix(${k} 0 0 1 ${(1 - k) * this.left} 0)`
        : `translate(${(at - this.left) * (k - 1)} 0)`;
      element.setAttribute("transform", to);
      if (grows) element.setAttribute("vector-effect", "non-scaling-stroke");
    }
    const { svg, sheet } = this.picture;
    const { root } = this.picture;
    const scale = (root.getCTM()?.a ?? 1) / (svg.getCTM()?.a ?? 1);
    const { x, y, width, height } = this.view;
    const wide = width + Math.max((width - (this.left * scale - x)) * (k - 1), 0);
    const perUnit = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const middle = (sheet.scrollLeft + sheet.clientWidth / 2) / before;
    svg.setAttribute("viewBox", `${x} ${y} ${wide} ${height}`);
    svg.style.width = `${Math.round(wide * perUnit)}px`;
    this.wider = wide / width;
    sheet.scrollLeft = middle * k - sheet.clientWidth / 2;
    this.picture.heads?.place();
  }
}

function centre(element) {
  const box = boxOf(element);
  return box.x + box.width / 2;
}
