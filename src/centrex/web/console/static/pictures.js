/** Draws each picture of the overview from the table behind it. Without scripts the tables are there alone. */

const COLOURS = ["#2f7ed8", "#8bbc21", "#e3a21a", "#b3261e", "#7a7f87", "#7d4bc3", "#1aadce"];

/** The rows of a table: names in the first column, numbers in the others; an empty cell is no number. */
function rowsOf(table) {
  const texts = (row) => [...row.cells].map((cell) => cell.textContent.trim());
  const [heading, ...rows] = [...table.rows].map(texts);
  return { headings: heading.slice(1), names: rows.map((row) => row[0]), rows };
}

function datasets({ headings, rows }, kind) {
  return headings.map((label, place) => ({
    label,
    data: rows.map((row) => (row[place + 1] === "" ? null : Number(row[place + 1]))),
    backgroundColor: COLOURS[place % COLOURS.length],
    borderColor: COLOURS[place % COLOURS.length],
    borderWidth: kind === "line" ? 2 : 0,
    pointRadius: kind === "line" ? 3 : 0,
  }));
}

function draw(canvas) {
  const { kind } = canvas.dataset;
  const values = rowsOf(document.getElementById(canvas.dataset.table));
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--soft").trim();
  const rule = style.getPropertyValue("--rule").trim();
  const isStacked = kind === "stacked";
  const axis = { stacked: isStacked, ticks: { color: ink }, grid: { color: rule } };
  new Chart(canvas, {
    type: kind === "line" ? "line" : "bar",
    data: { labels: values.names, datasets: datasets(values, kind) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: kind === "bars" ? "y" : "x",
      scales: { x: { ...axis, beginAtZero: true }, y: { ...axis, beginAtZero: true } },
      plugins: { legend: { display: values.headings.length > 1, labels: { color: ink } } },
    },
  });
}

document.querySelectorAll("canvas[data-kind]").forEach(draw);
