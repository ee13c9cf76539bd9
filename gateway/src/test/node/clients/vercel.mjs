// Vercel AI SDK: its openai (chat and its default, responses), anthropic and google providers.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { PROMPTS, SCHEMA, gather } from "../scenes.mjs";

export const packages = ["ai", "@ai-sdk/openai", "@ai-sdk/anthropic", "@ai-sdk/google"];

globalThis.AI_SDK_LOG_WARNINGS = false;

const weather = tool({ description: "Weather of a city", inputSchema: jsonSchema(SCHEMA), execute: async () => "rainy" });

const said = (answer) => ({
  text: answer.text,
  calls: answer.toolCalls.map((call) => [call.toolName, call.input]),
  end: answer.finishReason,
});

function scenes(model) {
  return (place) => ({
    async text() {
      const answer = await generateText({ model: model(place, place.model), prompt: PROMPTS.text, maxRetries: 0 });
      return { whole: { content: answer.content, usage: answer.usage }, essence: { ...said(answer), spent: answer.usage.outputTokens > 0 } };
    },
    async stream() {
      const result = streamText({ model: model(place, place.model), prompt: PROMPTS.long, maxRetries: 0 });
      const parts = (await gather(result.fullStream)).map(({ request, response, ...part }) => part);
      const text = parts.filter((part) => part.type === "text-delta").map((part) => part.text).join("");
      return { whole: parts, essence: { text, end: await result.finishReason, kinds: [...new Set(parts.map((part) => part.type))] } };
    },
    async tools() {
      const asked = { prompt: PROMPTS.tool, tools: { weather }, stopWhen: stepCountIs(2), maxRetries: 0 };
      const answer = await generateText({ model: model(place, place.model), ...asked });
      const last = answer.steps.at(-1);
      return {
        whole: answer.steps.map((step) => ({ content: step.content, usage: step.usage })),
        essence: [said(answer.steps[0]), { ...said(last), text: last.text.includes("rainy") }],
      };
    },
    async error() {
      return generateText({ model: model(place, place.failing), prompt: PROMPTS.text, maxRetries: 0 });
    },
  });
}

const openai = (place) => createOpenAI({ baseURL: `${place.base}/v1`, apiKey: place.key });

export default [
  { name: "vercel openai", native: "openai", scenes: scenes((place, name) => openai(place).responses(name)) },
  { name: "vercel openai chat", native: "openai", scenes: scenes((place, name) => openai(place).chat(name)) },
  {
    name: "vercel anthropic",
    native: "anthropic",
    scenes: scenes((place, name) => createAnthropic({ baseURL: `${place.base}/v1`, apiKey: place.key })(name)),
  },
  {
    name: "vercel google",
    native: "gemini",
    scenes: scenes((place, name) => createGoogleGenerativeAI({ baseURL: `${place.base}/v1beta`, apiKey: place.key })(name)),
  },
];
