// openai: chat completions, responses and embeddings.
import OpenAI from "openai";
import { PROMPTS, SCHEMA, gather, parsed } from "../scenes.mjs";

export const packages = ["openai"];

const client = (place) => new OpenAI({ baseURL: `${place.base}/v1`, apiKey: place.key, maxRetries: 0 });

const TOOLS = [{ type: "function", function: { name: "weather", description: "Weather of a city", parameters: SCHEMA } }];

function chat(place) {
  const asked = (content, more) => ({ model: place.model, messages: [{ role: "user", content }], ...more });
  const complete = (body) => client(place).chat.completions.create(body);
  const said = (answer) => ({
    text: answer.choices[0].message.content ?? "",
    calls: (answer.choices[0].message.tool_calls ?? []).map((one) => [one.function.name, parsed(one.function.arguments)]),
    end: answer.choices[0].finish_reason,
  });
  return {
    async text() {
      const answer = await complete(asked(PROMPTS.text));
      return { whole: answer, essence: { ...said(answer), spent: answer.usage.completion_tokens > 0 } };
    },
    async stream() {
      const events = await gather(await complete(asked(PROMPTS.long, { stream: true, stream_options: { include_usage: true } })));
      const text = events.map((event) => event.choices[0]?.delta.content ?? "").join("");
      const end = events.map((event) => event.choices[0]?.finish_reason).find(Boolean);
      return { whole: events, essence: { text, end, usages: events.filter((event) => event.usage).length } };
    },
    async tools() {
      const first = await complete(asked(PROMPTS.tool, { tools: TOOLS }));
      const messages = [
        { role: "user", content: PROMPTS.tool },
        first.choices[0].message,
        { role: "tool", tool_call_id: first.choices[0].message.tool_calls[0].id, content: "rainy" },
      ];
      const last = await complete({ model: place.model, messages, tools: TOOLS });
      return { whole: [first, last], essence: [said(first), said(last)] };
    },
    async error() {
      return complete(asked(PROMPTS.text, { model: place.failing }));
    },
  };
}

function responses(place) {
  const create = (body) => client(place).responses.create({ model: place.model, store: false, ...body });
  const tools = [{ type: "function", name: "weather", description: "Weather of a city", parameters: SCHEMA, strict: false }];
  const said = (answer) => ({
    text: answer.output_text,
    calls: answer.output.filter((item) => item.type === "function_call").map((one) => [one.name, parsed(one.arguments)]),
    end: answer.status,
  });
  return {
    async text() {
      const answer = await create({ input: PROMPTS.text });
      return { whole: answer, essence: { ...said(answer), spent: answer.usage.output_tokens > 0 } };
    },
    async stream() {
      const events = await gather(await create({ input: PROMPTS.long, stream: true }));
      const text = events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta).join("");
      const kinds = [...new Set(events.map((event) => event.type))].sort();
      return { whole: events, essence: { text, kinds } };
    },
    async tools() {
      const first = await create({ input: PROMPTS.tool, tools });
      const call = first.output.find((item) => item.type === "function_call");
      const result = { type: "function_call_output", call_id: call.call_id, output: "rainy" };
      const last = await create({ input: [{ role: "user", content: PROMPTS.tool }, call, result], tools });
      return { whole: [first, last], essence: [said(first), said(last)] };
    },
    async error() {
      return create({ model: place.failing, input: PROMPTS.text });
    },
  };
}

function embeddings(place) {
  return {
    async text() {
      const answer = await client(place).embeddings.create({ model: place.vectors, input: ["one", "two"] });
      const sizes = answer.data.map((one) => one.embedding.length > 0 && one.embedding.every(Number.isFinite));
      return { whole: answer, essence: { sizes } };
    },
    async error() {
      return client(place).embeddings.create({ model: place.failing, input: "one" });
    },
  };
}

export default [
  { name: "openai chat", native: "openai", scenes: chat },
  { name: "openai responses", native: "openai", scenes: responses },
  { name: "openai embeddings", native: "openai", providers: ["openai", "gemini", "ollama", "cohere"], scenes: embeddings },
];
