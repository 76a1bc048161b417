// Lines over the last two minutes on a canvas, with a scale that fits them.
const kSlots = 120;

/// The next of 1, 2, 5, 10, 20, 50 ... from a value on.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999) || 10 * power;
}

export class Chart {
  /// `series`: names in the order of --series-1, --series-2 ...; `text` says a value to people; `least`: of the scale.
  constructor(canvas, series, {text = value => value.toFixed(0), least = 1, most = 0} = {}) {
    this.canvas = canvas;
    this.series = series.map(name => ({name, values: []}));
    this.text = text;
    this.least = least;
    this.most = most;
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /// A value for each series; null where there is none now.
  add(values) {
    this.series.forEach((one, i) => {
      one.values.push(values[i] ?? null);
      if (one.values.length > kSlots) one.values.shift();
    });
    this.canvas.setAttribute("aria-label", this.series.map(
      one => one.name + " " + (one.values.at(-1) === null ? "none" : this.text(one.values.at(-1)))).join(", "));
    this.draw();
  }

  draw() {
    const {canvas} = this, scale = devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const to = canvas.getContext("2d");
    to.scale(scale, scale);
    const style = getComputedStyle(canvas), colour = name => style.getPropertyValue(name).trim();
    to.font = "12px system-ui, sans-serif";
    const all = this.series.flatMap(one => one.values).filter(value => value !== null);
    const top = this.most || roundUp(Math.max(this.least, ...all));
    const left = 4 + Math.max(to.measureText(this.text(top)).width, to.measureText(this.text(top / 2)).width);
    const box = {left: left + 6, right: width - 4, top: 22, bottom: height - 6};
    this.drawGrid(to, box, top, colour("--line"), colour("--soft"));
    this.drawNames(to, box, colour);
    this.series.forEach((one, i) => this.drawLine(to, box, top, one.values, colour("--series-" + (i + 1))));
  }

  drawGrid(to, box, top, line, soft) {
    to.textAlign = "right";
    to.textBaseline = "middle";
    for (const share of [0, 0.5, 1]) {
      const y = Math.round(box.bottom - share * (box.bottom - box.top)) + 0.5;
      to.strokeStyle = line;
      to.beginPath();
      to.moveTo(box.left, y);
      to.lineTo(box.right, y);
      to.stroke();
      to.fillStyle = soft;
      to.fillText(this.text(share * top), box.left - 6, y);
    }
  }

  drawNames(to, box, colour) {
    to.textAlign = "left";
    let x = box.left;
    this.series.forEach((one, i) => {
      to.fillStyle = colour("--series-" + (i + 1));
      to.fillRect(x, 5, 10, 4);
      to.fillStyle = colour("--text");
      to.fillText(one.name, x + 14, 8);
      x += 28 + to.measureText(one.name).width;
    });
  }

  drawLine(to, box, top, values, stroke) {
    const step = (box.right - box.left) / (kSlots - 1);
    to.strokeStyle = stroke;
    to.lineWidth = 2;
    to.lineJoin = "round";
    to.beginPath();
    let isDown = false;
    values.forEach((value, i) => {
      if (value === null) return void (isDown = false);
      const x = box.right - (values.length - 1 - i) * step;
      const y = box.bottom - Math.min(value / top, 1) * (box.bottom - box.top);
      if (isDown) to.lineTo(x, y);
      else to.moveTo(x, y);
      isDown = true;
    });
    to.stroke();
  }
}

/// The value that the share q of all do not exceed; null of none.
export function quantile(values, q) {
  if (!values.length) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
}
