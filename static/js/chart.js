// Draws each figure[data-chart] from the JSON beside its table. The table stays, folded: it is the same truth in words.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function inLines(label, longest) {
  const lines = [""];
  for (const word of label.split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + word.length + 1 > longest) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const box = figure.querySelector(".chart-canvas");
  box.hidden = false;
  figure.querySelector("details")?.removeAttribute("open");
  const colours = [token("--neel"), token("--gold"), token("--ok"), token("--bad"), token("--ink-soft")];
  // Names that would lie across each other stand beside their bars.
  const narrow = box.clientWidth < 500;
  const longest = Math.max(...data.labels.map((label) => label.length));
  const flat = figure.dataset.kind === "bar" && (data.labels.length > 6 || longest * 7 * data.labels.length > box.clientWidth);
  const scale = { ticks: { color: token("--ink") }, grid: { color: token("--line") }, beginAtZero: true };
  const measured = { ...scale, ticks: { ...scale.ticks, stepSize: data.step }, max: data.maximum ?? undefined };
  const named = { ...scale, ticks: { ...scale.ticks, autoSkip: false }, grid: { display: false } };
  // On a phone a long name takes several lines, so that the bars keep most of the width.
  const labels = data.labels.map((label) => inLines(label, narrow ? 18 : 40));
  const tallest = Math.max(...labels.map((lines) => lines.length));
  if (flat) box.style.height = `${labels.length * Math.max(2.75, tallest * 1.05 + 0.5) + 5}rem`;
  new window.Chart(box.querySelector("canvas"), {
    type: figure.dataset.kind,
    data: {
      labels,
      datasets: data.series.map((series, number) => ({
        label: series.name,
        data: series.values,
        backgroundColor: colours[number % colours.length],
        borderColor: colours[number % colours.length],
        borderRadius: 2,
        maxBarThickness: 36,
      })),
    },
    options: {
      indexAxis: flat ? "y" : "x",
      maintainAspectRatio: false,
      animation: false,
      scales: flat ? { x: measured, y: named } : { x: named, y: measured },
      plugins: {
        legend: { display: data.series.length > 1, labels: { color: token("--ink") } },
        tooltip: { callbacks: { label: (point) => `${point.dataset.label}: ${point.formattedValue}${data.unit ?? ""}` } },
      },
    },
  });
}

if (window.Chart) {
  window.Chart.defaults.font.family = token("--bs-body-font-family") || "sans-serif";
  const drawAll = () => document.querySelectorAll("figure[data-chart]:has(.chart-canvas[hidden])").forEach(draw);
  drawAll();
  // Newer numbers have come in the place of those before.
  addEventListener("htmx:afterSwap", drawAll);
}
