// A picture on paper: at a size that can be read, on as many sheets as that takes.

const LEAST_POINTS = 7;
// A chart that is made for a sheet has all but its margins.
const NEARLY = 0.88;
// Boxes have letters of 12.5 pixels.
const TRACE_ZOOM = 0.75;
const LEAST_COLUMN = 180;
const POINTS_PER_MM = 72 / 25.4;
const SHEET = { width: 256, height: 172 };

/** Part a length into parts that are at most so long, where the fewest boxes are cut. */
function parted(from, length, most, boxes) {
  const count = Math.max(1, Math.ceil(length / most - 0.01));
  const cuts = [from];
  for (let n = 1; n < count; n++) {
    const ideal = from + (n * length) / count;
    const reach = Math.max(0, (most - length / count) / 2);
    const crossed = (at) => boxes.filter(([start, end]) => start < at && at < end).length;
    let best = { at: ideal, cost: Infinity };
    for (let away = -20; away <= 20; away++) {
      const at = ideal + (away / 20) * reach;
      const cost = crossed(at) + Math.abs(away) / 1000;
      if (cost < best.cost) best = { at, cost };
    }
    cuts.push(best.at);
  }
  cuts.push(from + length);
  return cuts.slice(1).map((end, n) => [cuts[n], end - cuts[n]]);
}

/** One sheet of a picture, with the head and the lanes that it belongs to. */
function printedSheet(picture, [x, width], [y, height], perUnit) {
  const part = (left, top, wide, high) => {
    const svg = shape("svg", { viewBox: `${left} ${top} ${wide} ${high}` });
    svg.style.width = `${wide * perUnit}mm`;
    svg.style.height = `${high * perUnit}mm`;
    svg.append(shape("use", { href: `#${picture.root.id}` }));
    return svg;
  };
  const { headHeight, sideWidth, view } = picture.paper;
  const hasSide = sideWidth > 0 && x > view.x + 1;
  const hasHead = headHeight > 0 && y > view.y + 1;
  const sheet = el("div", { class: "printed", "aria-hidden": "true" });
  sheet.style.gridTemplateColumns = hasSide ? "auto auto" : "auto";
  if (hasHead) {
    if (hasSide) sheet.append(part(view.x, view.y, sideWidth, headHeight));
    sheet.append(part(x, view.y, width, headHeight));
  }
  if (hasSide) sheet.append(part(view.x, y, sideWidth, height));
  sheet.append(part(x, y, width, height));
  return sheet;
}

/** Lay a picture out on sheets; one that can be read on a single one stays as it is. */
function layOut(picture) {
  const { root } = picture;
  if (!picture.smallest || picture.axis.factor !== 1) return;
  root.id = `drawn-${picture.section.id}`;
  const { x, y, width, height } = picture.svg.viewBox.baseVal;
  const perUnit = LEAST_POINTS / picture.smallest / POINTS_PER_MM;
  if (width * perUnit * NEARLY <= SHEET.width && height * perUnit * NEARLY <= SHEET.height) return;
  const heads = picture.heads ?? {};
  picture.paper = {
    view: { x, y },
    headHeight: heads.top ? heads.top.end - y : 0,
    sideWidth: heads.side ? heads.side.end - x : 0,
  };
  const { headHeight, sideWidth } = picture.paper;
  const unit = picture.svg.getScreenCTM();
  const frames = [...root.querySelectorAll(".milestone")].map((each) => each.getBoundingClientRect());
  const inView = (start, end, at, size) => frames.map((box) => [(box[start] - at) / size, (box[end] - at) / size]);
  const wide = SHEET.width / perUnit - sideWidth;
  const high = SHEET.height / perUnit - headHeight;
  const across = parted(x, width, wide, inView("left", "right", unit.e, unit.a));
  const down = parted(y, height, high, inView("top", "bottom", unit.f, unit.d));
  // What room is left on the sheets makes all of it larger.
  const most = (parts) => Math.max(...parts.map(([, size]) => size));
  const larger = Math.min(
    SHEET.width / (most(across) + sideWidth) / perUnit,
    SHEET.height / (most(down) + headHeight) / perUnit,
  );
  const sheets = down.flatMap((row) =>
    across.map((column) => printedSheet(picture, column, row, perUnit * Math.max(1, larger))),
  );
  picture.svg.after(...sheets);
}

/** Lay the trace out anew as wide as a sheet, at a size that can be read, and draw its links. */
function layOutTrace() {
  const area = traceView.querySelector(".columns");
  if (!area) return;
  const paper = (SHEET.width / 25.4) * 96;
  const wide = Math.max(paper / TRACE_ZOOM, LEAST_COLUMN * area.querySelectorAll(".column").length);
  area.classList.add("on-paper");
  area.style.width = `${wide}px`;
  // A button goes to the next sheet as a whole, away from its links.
  for (const button of area.querySelectorAll(".box")) {
    const box = el("div", { class: button.className });
    Object.assign(box.dataset, button.dataset);
    box.append(...button.childNodes);
    button.replaceWith(box);
  }
  arrangeTrace(area, wide);
  area.style.zoom = paper / wide;
}

window.addEventListener("beforeprint", () => {
  layOutTrace();
  for (const picture of pictures.filter((each) => !each.section.hidden)) {
    picture.sheet.scrollTo(0, 0);
    picture.heads?.place();
    layOut(picture);
  }
});

window.addEventListener("afterprint", () => {
  for (const sheet of document.querySelectorAll(".printed")) sheet.remove();
  if (state.trace !== undefined) renderTrace();
});
