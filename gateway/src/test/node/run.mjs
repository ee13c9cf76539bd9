// Plays every client, directly against a simulated provider and through the gateway, and says how each case went.
//
//   node run.mjs SLUICE [MATRIX]     SLUICE: the script; MATRIX: the page that must say what was found
//
// Lines: "passed NAME", "failed clients NAME: WHY", "skipped NAME (WHY)", at the end "tests N" (tests that were skipped not
// counted). With SLUICE_MATRIX=write the page is written anew instead.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { page, same, write } from "./matrix.mjs";
import { failure, parting, plain } from "./scenes.mjs";
import { KINDS, direct, open, through } from "./stage.mjs";

const CASE_MS = 20_000;
const [sluice, matrix] = process.argv.slice(2);
const here = import.meta.dirname;

// What the last answers of the gateway said to be lost in translation.
let losses = new Set();
const onLoss = (text) => text && text.split(/,\s*/).forEach((one) => losses.add(one.split(/[: ]/)[0]));
const plainFetch = globalThis.fetch;
globalThis.fetch = async (...args) => {
  const answer = await plainFetch(...args);
  onLoss(answer.headers.get("x-sluice-loss"));
  return answer;
};
// Words of clients would stand between the lines of this one.
console.warn = console.error = () => {};

let count = 0;
function tell(name, why) {
  count++;
  console.log(why ? `failed clients ${name}: ${why}` : `passed ${name}`);
}

function inTime(promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`no end within ${CASE_MS} ms`)), CASE_MS)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const FAILS = new Set(["error", "turnedAway"]);

/** What a client makes of one case: what it returns, or for a failure what it throws. */
async function outcome(scenes, name) {
  if (!FAILS.has(name)) return inTime(scenes[name]());
  try {
    await inTime(scenes[name]());
  } catch (error) {
    const told = failure(error);
    return { whole: told, essence: told };
  }
  throw new Error("it did not fail");
}

// What a client makes of a case without the gateway is the same whichever provider is asked through it.
const natives = new Map();
function native(stage, client, name) {
  const key = `${client.name} / ${name}`;
  if (!natives.has(key)) natives.set(key, outcome(client.scenes(direct(stage, client.native, client.name)), name));
  return natives.get(key);
}

/** One case of one client at one provider: its word for the matrix. */
async function play(stage, client, name, kind) {
  const title = `${client.name} / ${kind} / ${name}`;
  try {
    const own = await native(stage, client, name);
    losses = new Set();
    const got = await outcome(client.scenes({ ...through(stage, kind, client.name), onLoss }), name);
    const [left, right] = kind === client.native ? [plain(own.whole), plain(got.whole)] : [plain(own.essence), plain(got.essence)];
    tell(title, left === right ? "" : parting(left, right));
    return left !== right ? "FAIL" : losses.size ? `loss: ${[...losses].sort().join(", ")}` : "pass";
  } catch (error) {
    tell(title, String(error.stack ?? error).replace(/\s+/g, " ").slice(0, 400));
    return "FAIL";
  }
}

/** A client without a front door of its format: it is told so, by status 404. */
async function turnedAway(stage, client) {
  const told = await outcome(client.scenes(through(stage, client.native, client.name)), "turnedAway");
  tell(`${client.name} / turned away`, told.essence.status === 404 ? "" : JSON.stringify(told.essence));
}

async function playAll(stage, client, rows) {
  const cases = Object.keys(client.scenes(direct(stage, client.native, client.name)));
  if (cases.includes("turnedAway")) {
    await turnedAway(stage, client);
    rows.push({ client: client.name, cells: Object.fromEntries(KINDS.map((kind) => [kind, {}])) });
    return;
  }
  const cells = {};
  for (const kind of KINDS) {
    cells[kind] = {};
    if (client.providers && !client.providers.includes(kind)) continue;
    for (const name of cases) cells[kind][name] = await play(stage, client, name, kind);
  }
  rows.push({ client: client.name, cells });
}

function versions(packages) {
  const require = createRequire(join(here, "package.json"));
  return packages.map((name) => [name, JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8")).version]);
}

const files = (await readdir(join(here, "clients"))).sort();
const modules = [];
for (const file of files) modules.push(await import(`./clients/${file}`));
const clients = modules.flatMap((module) => module.default.map((client) => client.name));
const stage = await open(sluice, clients);
const rows = [];
const used = [];
try {
  for (const module of modules) {
    const names = versions(module.packages);
    used.push(...names);
    console.log(`   ${names.map(([name, version]) => `${name} ${version}`).join(", ")}`);
    for (const client of module.default) await playAll(stage, client, rows);
  }
} finally {
  await stage.close();
}
if (matrix) {
  const text = page(rows, used);
  if (process.env.SLUICE_MATRIX === "write") write(matrix, text);
  tell("the matrix", same(matrix, text) ? "" : "docs/matrix.md does not say what was found; SLUICE_MATRIX=write writes it anew");
}
console.log(`tests ${count}`);
process.exit(0);
