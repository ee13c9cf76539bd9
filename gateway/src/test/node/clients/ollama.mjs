// ollama: native chat and embed.
import { Ollama } from "ollama";
import { PROMPTS, SCHEMA, gather } from "../scenes.mjs";

export const packages = ["ollama"];

const client = (place) => new Ollama({ host: place.base, headers: { authorization: `Bearer ${place.key}` } });

// Moments and durations are this run's own.
const timeless = ({ created_at, total_duration, load_duration, prompt_eval_duration, eval_duration, ...rest }) => rest;

function chat(place) {
  const tools = [{ type: "function", function: { name: "weather", description: "Weather of a city", parameters: SCHEMA } }];
  const ask = (messages, more) => client(place).chat({ model: place.model, messages, ...more });
  const user = (content) => [{ role: "user", content }];
  const said = (answer) => ({
    text: answer.message.content,
    calls: (answer.message.tool_calls ?? []).map((one) => [one.function.name, one.function.arguments]),
    end: answer.done_reason,
  });
  return {
    async text() {
      const answer = await ask(user(PROMPTS.text));
      return { whole: timeless(answer), essence: { ...said(answer), spent: answer.eval_count > 0 } };
    },
    async stream() {
      const events = await gather(await ask(user(PROMPTS.long), { stream: true }));
      return { whole: events.map(timeless), essence: [events.map((event) => event.message.content).join(""), events.at(-1).done_reason] };
    },
    async tools() {
      const first = await ask(user(PROMPTS.tool), { tools });
      const result = { role: "tool", tool_name: "weather", content: "rainy" };
      const last = await ask([...user(PROMPTS.tool), first.message, result], { tools });
      return { whole: [timeless(first), timeless(last)], essence: [said(first), said(last)] };
    },
    async error() {
      return client(place).chat({ model: place.failing, messages: user(PROMPTS.text) });
    },
  };
}

function embed(place) {
  return {
    async text() {
      const answer = await client(place).embed({ model: place.vectors, input: ["one", "two"] });
      const sizes = answer.embeddings.map((one) => one.length > 0 && one.every(Number.isFinite));
      return { whole: timeless(answer), essence: { sizes } };
    },
    async error() {
      return client(place).embed({ model: place.failing, input: "one" });
    },
  };
}

export default [
  { name: "ollama chat", native: "ollama", scenes: chat },
  { name: "ollama embed", native: "ollama", providers: ["openai", "gemini", "ollama", "cohere"], scenes: embed },
];
