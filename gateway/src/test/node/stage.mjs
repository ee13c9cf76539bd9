// A stage of its own: simulated providers and one gateway in front of them, each a process on any free port.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The kinds of simulated providers, in the order of the matrix. */
export const KINDS = ["openai", "anthropic", "gemini", "bedrock", "ollama", "cohere"];

const START_MS = 60_000;
const PAIR = "AKIDPROVIDER:provider-secret";
const PROFILE =
  "{zone: external, clearance: confidential, reviewed: 2026-01-01, review_expires: 2099-01-01, reviewer: r," +
  " trains_on_data: false, retention_days: 0, jurisdiction: US}";

// Settings of this machine's own stay out: keys, proxies, what one trains for a quicker start.
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/(_API_KEY|_PROXY)$/i.test(name));
  return { ...Object.fromEntries(kept), SLUICE_AOT: "off", SLUICE_JAVA_OPTS: "-Xmx192m -XX:TieredStopAtLevel=1" };
}

/** Starts a command of ./sluice; answers what `found` makes of its lines, once it makes something. */
function start(sluice, args, found) {
  const child = spawn(sluice, args, { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  const ready = new Promise((resolve, reject) => {
    const give = (why) => reject(new Error(`./sluice ${args[0]}: ${why}\n${lines.join("\n")}`));
    const timer = setTimeout(() => give("not ready in time"), START_MS);
    const hear = (line) => {
      lines.push(line);
      const answer = found(lines);
      if (answer) {
        clearTimeout(timer);
        resolve(answer);
      }
    };
    createInterface({ input: child.stdout }).on("line", hear);
    createInterface({ input: child.stderr }).on("line", hear);
    child.on("exit", () => give("it ended"));
  });
  return { child, ready };
}

function simulator(sluice, directory, kind) {
  const scenario = join(directory, `${kind}.json`);
  writeFileSync(scenario, JSON.stringify({ faults: [{ model: "failing*", fault: "status=429" }] }));
  return start(sluice, ["sim", "--kind", kind, "--scenario", scenario, "--json"], (lines) => {
    const line = lines.find((one) => one.startsWith("{"));
    return line && new URL(JSON.parse(line).base_url).origin;
  });
}

const failing = (kind, client) => `failing-${client.replaceAll(" ", "-")}-${kind}`;

function configuration({ origins, secret, clients }) {
  const text = ["server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0, drain: 1s}", "providers:"];
  for (const [kind, origin] of Object.entries(origins)) {
    const base = kind === "openai" ? `${origin}/v1` : origin;
    const more = kind === "bedrock" ? `region: us-west-2, credential: {file: ${secret}}, ` : "";
    text.push(`  ${kind}: {api: ${kind}, ${more}base_url: "${base}", profile: ${PROFILE}}`);
  }
  text.push("models:");
  for (const kind of Object.keys(origins)) {
    text.push(`  chat-${kind}: {provider: ${kind}, id: chat-${kind}}`);
    text.push(`  vectors-${kind}: {provider: ${kind}, id: vectors-${kind}, capabilities: [embed]}`);
    // Every client has a failing model of its own: a provider's limit is kept to, and told without asking again.
    for (const client of clients) {
      const name = failing(kind, client);
      text.push(`  ${name}: {provider: ${kind}, id: ${name}}`);
    }
  }
  return text.join("\n") + "\n";
}

async function makeKey(directory, admin) {
  const token = readFileSync(join(directory, "data", "admin-token"), "utf8").trim();
  const answer = await fetch(`${admin}/api/v1/keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "clients", level: "public", aws: true }),
  });
  if (answer.status !== 201) throw new Error(`no caller key: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Starts all of it, for clients of these names. Its `close` ends every process and removes what they wrote. */
export async function open(sluice, clients) {
  const directory = mkdtempSync(join(tmpdir(), "sluice-clients-"));
  const started = [];
  const close = async () => {
    const ends = started.map(({ child }) => child.exitCode ?? new Promise((done) => child.once("exit", done)));
    started.forEach(({ child }) => child.kill());
    await Promise.race([Promise.all(ends), new Promise((done) => setTimeout(done, 10_000).unref())]);
    started.forEach(({ child }) => child.kill("SIGKILL"));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const simulators = KINDS.map((kind) => simulator(sluice, directory, kind));
    started.push(...simulators);
    const addresses = await Promise.all(simulators.map((one) => one.ready));
    const origins = Object.fromEntries(KINDS.map((kind, at) => [kind, addresses[at]]));
    const secret = join(directory, "provider.key");
    writeFileSync(secret, PAIR + "\n", { mode: 0o600 });
    const file = join(directory, "sluice.yaml");
    writeFileSync(file, configuration({ origins, secret, clients }));
    const gateway = start(sluice, ["serve", "--config", file, "--data", join(directory, "data")], (lines) => {
      const after = (plane) => lines.find((line) => line.startsWith(plane))?.slice(plane.length).trim();
      return after("admin plane") && { client: after("client plane"), admin: after("admin plane") };
    });
    started.push(gateway);
    const planes = await gateway.ready;
    return { origins, gateway: planes.client, key: await makeKey(directory, planes.admin), directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where a client finds the simulated provider of that kind itself. */
export function direct(stage, kind, client) {
  const [accessKeyId, secretAccessKey] = PAIR.split(":");
  return { ...names(kind, client), base: stage.origins[kind], key: "any", pair: { accessKeyId, secretAccessKey }, http1: true };
}

/** Where it finds it through the gateway. */
export function through(stage, kind, client) {
  const { key, aws } = stage.key;
  return { ...names(kind, client), base: stage.gateway.replace(/\/$/, ""), key, pair: { accessKeyId: aws.access_key_id, secretAccessKey: aws.secret_access_key } };
}

const names = (kind, client) => ({ model: `chat-${kind}`, vectors: `vectors-${kind}`, failing: failing(kind, client) });
