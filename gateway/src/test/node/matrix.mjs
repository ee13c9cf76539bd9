// The page of clients, providers and cases: made of what a run found.
import { readFileSync, writeFileSync } from "node:fs";
import { KINDS } from "./stage.mjs";

const BEGIN = "<!-- written by the clients' suite -->";
const END = "<!-- end of what the suite wrote -->";

/** The tables: a row for each client, a column for each provider. */
export function page(rows, versions) {
  const lines = [BEGIN, "", `| client | ${KINDS.join(" | ")} |`, `|---|${KINDS.map(() => "---").join("|")}|`];
  for (const { client, cells } of rows) lines.push(`| ${client} | ${KINDS.map((kind) => cell(cells[kind])).join(" | ")} |`);
  lines.push("", "Versions: " + versions.map(([name, version]) => `${name} ${version}`).join(", ") + ".", "", END);
  return lines.join("\n");
}

// "pass" when every case does; else each case that does not, by its name.
function cell(cases) {
  const entries = Object.entries(cases);
  if (entries.length === 0) return "not applicable";
  const odd = entries.filter(([, word]) => word !== "pass");
  return ["pass", ...odd.map(([name, word]) => `${name} ${word}`)].slice(odd.length === entries.length ? 1 : 0).join("; ");
}

const between = (text) => text.slice(text.indexOf(BEGIN), text.indexOf(END) + END.length);

/** Whether the page in that file says the same. */
export const same = (file, text) => between(readFileSync(file, "utf8")) === text;

/** Writes the tables into the page in that file. */
export function write(file, text) {
  const old = readFileSync(file, "utf8");
  writeFileSync(file, old.replace(between(old), () => text));
}
