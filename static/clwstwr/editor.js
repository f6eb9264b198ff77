// A toolbar above each text that may have marks, a count of its words, and what is pasted from Word, Excel or a page
// turned into marks (common.prose says which there are). Without this script the marks are typed, and the help says how.
const words = document.getElementById("editor-words").dataset;
const FULL = "full";
const LEFT_OUT = "script, style, head, meta, link, title, xml, o\\:p, img, del";
const BLOCKS = /^(p|div|section|article|h[1-6]|ul|ol|li|table|tr|blockquote|pre|dl|dt|dd|header|footer|main|figure|figcaption)$/;
const WORTH = /<(b|strong|i|em|h[1-6]|ul|ol|table|a)\b|mso-list|font-weight|font-style/i;
const ADDRESS = /^(https?:\/\/|mailto:)\S+$/i;
const NUMBER = /^[£€+−-]?\s?[\d.,\s]*\d\s?%?$/;

// --- what is typed ---

function insert(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  // So that it can be undone; where a browser lacks this, it is written all the same.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  insert(area, `${mark}${chosen}${mark}`, from, to);
  area.setSelectionRange(from + mark.length, to + mark.length);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to) || words.linkText;
  insert(area, `[${chosen}](https://)`, from, to);
  const place = from + chosen.length + 3;
  area.setSelectionRange(place, place + "https://".length);
}

// Puts a mark before each line that is chosen, or takes it away where all have it.
function begin(area, mark) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? area.value.length : end;
  const lines = area.value.slice(from, to).split("\n");
  const bare = lines.map((line) => line.replace(/^(#{1,6} |- |\d+\. )/, ""));
  const marked = bare.map((line, place) => (mark === "1. " ? `${place + 1}. ` : mark) + line);
  const changed = marked.join("\n") === lines.join("\n") ? bare : marked;
  insert(area, changed.join("\n"), from, to);
}

function table(area) {
  const column = (number) => words.column.replace("{}", number);
  const rows = [`| ${column(1)} | ${column(2)} |`, "| --- | --- |", "|  |  |", "|  |  |"];
  const before = area.value.slice(0, area.selectionStart);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(area, `${gap}${words.caption}\n\n${rows.join("\n")}\n`, area.selectionStart, area.selectionEnd);
}

const TOOLS = [
  ["strong", (area) => wrap(area, "**"), "b"],
  ["emphasis", (area) => wrap(area, "*"), "i"],
  ["link", link, "k"],
  ["heading", (area) => begin(area, "## "), "", FULL],
  ["smaller", (area) => begin(area, "### "), "", FULL],
  ["list", (area) => begin(area, "- "), "", FULL],
  ["numbered", (area) => begin(area, "1. "), "", FULL],
  ["table", table, "", FULL],
];

function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "app-toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `${words.toolbar}: ${area.labels[0]?.textContent.trim() ?? ""}`);
  bar.setAttribute("aria-controls", area.id);
  const tools = TOOLS.filter(([, , , marks]) => !marks || marks === area.dataset.marks);
  const buttons = tools.map(([name, act], place) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: words[name], tabIndex: place ? -1 : 0 });
    button.dataset.tool = name;
    button.addEventListener("click", () => act(area));
    return button;
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const place = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons.forEach((button, number) => (button.tabIndex = number === place ? 0 : -1));
    buttons[place].focus();
    event.preventDefault();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const tool = tools.find(([, , key]) => key && key === event.key.toLowerCase());
    if (!tool) return;
    event.preventDefault();
    tool[1](area);
  });
  bar.append(...buttons);
  area.before(bar);
}

function count(area) {
  const line = document.querySelector(`[data-count="${area.id}"]`);
  if (!line) return;
  const bare = area.value.replace(/\]\([^)\s]*\)|^\s*(#{1,6}|[-*•]|\d+\.)\s|^[|\s:-]+$|[*|[]/gm, " ");
  line.textContent = words.count.replace("{}", bare.split(/\s+/).filter(Boolean).length);
}

// --- what is pasted ---

function escaped(text) {
  return text.replace(/[\\*]/g, "\\$&").replace(/\](?=\()/g, "\\]").replace(/(^|[^\p{L}\p{N}])_(?=\S)/gu, "$1\\_");
}

function style(node) {
  return (node.getAttribute?.("data-style") ?? "").toLowerCase();
}

// The marks stand at the words, and not at the spaces around them.
function marked(text, mark) {
  const [, before, inside, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  return inside ? `${before}${mark}${inside}${mark}${after}` : text;
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/[\s\u00a0]+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT) || style(node).includes("mso-list:ignore")) return "";
  const name = node.localName;
  if (name === "br") return "\n";
  let text = [...node.childNodes].map(inline).join("");
  const look = style(node);
  if (/^(i|em)$/.test(name) || /font-style:\s*italic/.test(look)) text = marked(text, "*");
  if (/^(b|strong)$/.test(name) ? !/font-weight:\s*(normal|400)/.test(look) : /font-weight:\s*(bold|[6-9]00)/.test(look)) text = marked(text, "**");
  const address = name === "a" ? (node.getAttribute("href") ?? "") : "";
  return ADDRESS.test(address) && text.trim() ? `[${text.trim()}](${address.replace(/[()]/g, encodeURIComponent)})` : text;
}

function tidy(text) {
  return text.replace(/\*{4,}/g, "").replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim();
}

function cell(node) {
  return tidy(inline(node)).replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|");
}

function grid(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  const filled = rows.map((row) => [...row, ...Array(width - row.length).fill("")]).filter((row) => row.some(Boolean));
  if (filled.length < 2 || width < 2) return filled.map((row) => row.join(" ")).join("\n");
  const [, ...below] = filled;
  const isNumber = (place) => below.some((row) => row[place]) && below.every((row) => !row[place] || NUMBER.test(row[place]));
  const sides = [...Array(width).keys()].map((place) => (place && isNumber(place) ? "---:" : "---"));
  const line = (row) => `| ${row.join(" | ")} |`;
  return [line(filled[0]), line(sides), ...below.map(line)].join("\n");
}

function cells(row) {
  return [...row.cells].flatMap((one) => [cell(one), ...Array(Math.min(one.colSpan, 20) - 1).fill("")]);
}

function items(list, depth) {
  return [...list.children].flatMap((item, place) => {
    if (/^(ul|ol)$/.test(item.localName)) return items(item, depth + 1);
    const inner = [...item.childNodes].filter((one) => /^(ul|ol)$/.test(one.localName));
    inner.forEach((one) => one.remove());
    const mark = list.localName === "ol" ? `${place + 1}. ` : "- ";
    const text = tidy(inline(item)).replace(/\n+/g, " ");
    return [...(text ? [`${"   ".repeat(depth)}${mark}${text}`] : []), ...inner.flatMap((one) => items(one, depth + 1))];
  });
}

// Word writes the items of a list as paragraphs that say their level, and draws the bullet as words.
function wordItem(node) {
  const level = /mso-list:\s*l\d+\s+level(\d)/.exec(style(node));
  if (!level) return null;
  const drawn = [...node.querySelectorAll("[data-style]")].find((one) => style(one).includes("mso-list:ignore"));
  const mark = /\d/.test(drawn?.textContent ?? "") ? "1. " : "- ";
  return { item: `${"   ".repeat(level[1] - 1)}${mark}${tidy(inline(node)).replace(/\n+/g, " ")}` };
}

function blocks(node, found, top) {
  let line = "";
  const flush = () => {
    if (tidy(line)) found.push(tidy(line));
    line = "";
  };
  for (const child of node.childNodes) {
    const name = child.localName ?? "";
    if (child.nodeType === Node.ELEMENT_NODE && child.matches(LEFT_OUT)) continue;
    if (!BLOCKS.test(name) && !child.querySelector?.("p, div, table, ul, ol, h1, h2, h3, h4, h5, h6")) {
      line += inline(child);
      continue;
    }
    flush();
    const heading = /^h([1-6])$/.exec(name);
    if (heading) {
      const text = tidy(inline(child)).replace(/\n/g, " ").replace(/\*\*/g, "");
      if (text) found.push(`${Number(heading[1]) > top ? "###" : "##"} ${text}`);
    } else if (name === "ul" || name === "ol") found.push({ item: items(child, 0).join("\n") });
    else if (name === "table") {
      if (child.caption) found.push(`${words.caption.split(":")[0]}: ${cell(child.caption)}`);
      found.push(grid([...child.rows].map(cells)));
    } else if (wordItem(child)) found.push(wordItem(child));
    else blocks(child, found, top);
  }
  flush();
  return found;
}

function joined(found) {
  return found
    .filter((one) => one.item ?? one)
    .reduce((text, one, place, all) => {
      const gap = place ? (one.item && all[place - 1].item ? "\n" : "\n\n") : "";
      return text + gap + (one.item ?? one);
    }, "");
}

function marksOf(html, isFull) {
  // No style of what is pasted is ever applied; it only tells what was meant.
  const bare = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const { body } = new DOMParser().parseFromString(bare, "text/html");
  if (!isFull) return tidy([...body.childNodes].map(inline).join(" "));
  const levels = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.localName[1]));
  return joined(blocks(body, [], Math.min(...levels, 6)));
}

function pasted(event) {
  const area = event.target;
  const html = event.clipboardData.getData("text/html");
  const plain = event.clipboardData.getData("text/plain");
  const isFull = area.dataset.marks === FULL;
  let text = "";
  if (WORTH.test(html)) text = marksOf(html, isFull);
  else if (isFull && !html && /^[^\n]*\t/.test(plain)) {
    text = grid(plain.trimEnd().split(/\r?\n/).map((row) => row.split("\t").map((one) => escaped(one.trim()).replace(/\|/g, "\\|"))));
  }
  if (!text) return;
  event.preventDefault();
  const isBlock = text.includes("\n");
  const before = area.value.slice(0, area.selectionStart);
  const gap = isBlock && before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  insert(area, `${gap}${text}${isBlock ? "\n" : ""}`, area.selectionStart, area.selectionEnd);
}

for (const area of document.querySelectorAll("textarea[data-marks]")) {
  toolbar(area);
  area.addEventListener("input", () => count(area));
  area.addEventListener("paste", pasted);
}
