// Builds public/icons.svg from the npm package lucide-static (ISC licence):
//   npm install --no-save lucide-static && node style/icons.mjs
// The left name is ours, as used in `Icon`; the right one is Lucide's where they differ.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const icons = {
  "alert": "triangle-alert", "archive": 0, "arrow-down": 0, "arrow-left": 0, "arrow-right": 0, "arrow-up": 0, "arrow-up-down": 0,
  "bell": 0, "billing": "credit-card", "bot": 0, "building": "building-2", "calendar": 0, "chart": "chart-column", "check": 0,
  "chevron-down": 0, "chevron-left": 0, "chevron-right": 0, "chevron-up": 0, "circle-alert": 0, "circle-check": 0, "circle-x": 0,
  "clock": 0, "code": "code-xml", "columns": "columns-3", "copy": 0, "dashboard": "house", "download": 0, "eye": 0, "eye-off": 0,
  "external": "external-link", "file": "file-text", "filter": "list-filter", "gateway": "router", "globe": 0, "grip": "grip-vertical",
  "headset": 0, "help": "circle-question-mark", "history": 0, "hourglass": 0, "info": 0, "inventory": "server", "key": "key-round", "keyboard": 0,
  "launcher": "layout-grid", "layers": 0, "lightbulb": 0, "link": 0, "list": 0, "lock": 0, "unlock": "lock-open", "log-out": 0, "mail": 0, "map-pin": 0, "menu": 0,
  "message": "message-square", "minus": 0, "monitor": 0, "moon": 0, "more": "ellipsis-vertical", "package": 0, "panel-left": 0,
  "pencil": 0, "phone": 0, "play": 0, "plug": 0, "plus": 0, "refresh": "refresh-cw", "rows": "rows-3", "save": 0, "search": 0, "send": 0, "settings": 0,
  "shield": "shield-check", "smartphone": 0, "star": 0, "sun": 0, "support": "life-buoy", "tag": 0, "template": "layout-template", "trash": "trash-2",
  "undo": "undo-2", "upload": 0, "user": 0, "user-cog": 0, "user-plus": 0, "users": 0, "video": 0, "wifi-off": 0, "wrench": 0, "x": 0, "zap": 0,
};

const require = createRequire(join(process.cwd(), "package.json"));
const folder = join(dirname(require.resolve("lucide-static/package.json")), "icons");
const symbols = Object.entries(icons).map(([name, source]) => {
  const svg = readFileSync(join(folder, `${source || name}.svg`), "utf8");
  const body = svg.replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace(/<\/svg>\s*$/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
});
const notice = "<!-- Icons: Lucide (lucide.dev), ISC licence, see licence-lucide.txt -->";
writeFileSync("public/icons.svg", `${notice}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
console.log(`${symbols.length} icons`);
