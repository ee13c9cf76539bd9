// Plays coding agents against a simulated provider behind the gateway: each is asked for one call of a tool that it runs
// itself, and must say what that printed. Offline but for what npm installed before.
//
//   node agents.mjs SLUICE MODULES     MODULES: the node_modules folder in which they are
//
// Lines as run.mjs writes them. An agent that is not there is skipped by name.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "./stage.mjs";

const AGENT_MS = 120_000;
const [sluice, modules] = process.argv.slice(2);

// What the tool prints stands nowhere in what is asked.
const COMMAND = "printf${IFS}hello-%s${IFS}42";
const PRINTED = "hello-42";
const call = (tool, args) => ["[[sim:", `tool=${tool}`, `args=${JSON.stringify(args)}]]`];

/** Each: the package it is, its program, and how it is asked in a home folder of its own. */
const AGENTS = [
  {
    name: "claude code",
    package: "@anthropic-ai/claude-code",
    program: `@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`,
    ask: (place) => ({
      args: ["-p", call("Bash", { command: COMMAND, description: "say" }).join(" "), "--model", "chat-anthropic", "--allowedTools", "Bash"],
      env: {
        ANTHROPIC_BASE_URL: place.base,
        ANTHROPIC_AUTH_TOKEN: place.key,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_AUTOUPDATER: "1",
      },
    }),
  },
  {
    name: "codex",
    package: "@openai/codex",
    program: "@openai/codex/bin/codex.js",
    ask: (place) => {
      const provider = ['name = "Sluice"', `base_url = "${place.base}/v1"`, 'env_key = "SLUICE_KEY"', 'wire_api = "responses"'];
      const text = ['model = "chat-openai"', 'model_provider = "sluice"', "[model_providers.sluice]", ...provider].join("\n");
      write(join(place.home, ".codex"), "config.toml", text);
      return {
        args: [
          "exec",
          "--skip-git-repo-check",
          "--dangerously-bypass-approvals-and-sandbox",
          call("exec_command", { cmd: COMMAND }).join(" "),
        ],
        env: { CODEX_HOME: join(place.home, ".codex"), SLUICE_KEY: place.key },
      };
    },
  },
  {
    name: "opencode",
    package: "opencode-ai",
    program: `opencode-${process.platform}-${process.arch}/bin/opencode`,
    ask: (place) => {
      const options = { baseURL: `${place.base}/v1`, apiKey: "{env:SLUICE_KEY}" };
      const provider = { npm: "@ai-sdk/openai-compatible", name: "Sluice", options, models: { "chat-openai": {} } };
      const text = { autoupdate: false, share: "disabled", provider: { sluice: provider }, model: "sluice/chat-openai" };
      write(place.work, "opencode.json", JSON.stringify(text));
      // Words without blanks: an argument with one would be quoted, and its quotes escaped.
      return {
        args: ["run", ...call("bash", { command: COMMAND, description: "say" })],
        env: { SLUICE_KEY: place.key, OPENCODE_DISABLE_AUTOUPDATE: "1", OPENCODE_DISABLE_MODELS_FETCH: "1" },
      };
    },
  },
  {
    name: "gemini cli",
    package: "@google/gemini-cli",
    program: "@google/gemini-cli/bundle/gemini.js",
    ask: (place) => {
      const settings = { security: { auth: { selectedType: "gemini-api-key" } }, privacy: { usageStatisticsEnabled: false } };
      write(join(place.home, ".gemini"), "settings.json", JSON.stringify(settings));
      const prompt = call("run_shell_command", { command: "printf hello-%s 42", description: "say" }).join(" ");
      return {
        args: ["--skip-trust", "--yolo", "--model", "chat-gemini", "-p", prompt],
        env: { GOOGLE_GEMINI_BASE_URL: place.base, GEMINI_API_KEY: place.key },
      };
    },
  },
];

function write(folder, name, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Runs it; answers all that it printed. */
function run(program, { args, env }, place) {
  const script = program.endsWith(".js");
  const own = { PATH: process.env.PATH, HOME: place.home, TERM: "dumb", NO_COLOR: "1" };
  const child = spawn(script ? process.execPath : program, script ? [program, ...args] : args, {
    cwd: place.work,
    env: { ...own, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), AGENT_MS);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (text += data));
  return new Promise((resolve) => child.on("close", () => resolve(text))).finally(() => clearTimeout(timer));
}

let count = 0;
const there = AGENTS.filter((agent) => existsSync(join(modules, agent.program)));
for (const agent of AGENTS.filter((one) => !there.includes(one))) {
  console.log(`skipped ${agent.name} (npm has no ${agent.package} for ${process.platform}-${process.arch})`);
}
const stage = await open(sluice, []);
try {
  for (const agent of there) {
    const version = JSON.parse(readFileSync(join(modules, agent.package, "package.json"), "utf8")).version;
    console.log(`   ${agent.package} ${version}`);
    const home = join(stage.directory, agent.name.replace(" ", "-"));
    const place = { base: stage.gateway.replace(/\/$/, ""), key: stage.key.key, home, work: join(home, "work") };
    mkdirSync(place.work, { recursive: true });
    const text = await run(join(modules, agent.program), agent.ask(place), place);
    count++;
    const answered = text.includes("The tool answered:") && text.includes(PRINTED);
    const last = text.replace(/\s+/g, " ").slice(-300);
    console.log(answered ? `passed ${agent.name}` : `failed clients ${agent.name}: it did not say what its tool printed: ${last}`);
  }
} finally {
  await stage.close();
}
console.log(`tests ${count}`);
process.exit(0);
