// @openai/agents: an agent with one tool, over responses (its default) and over chat completions.
import { Agent, OpenAIProvider, Runner, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { PROMPTS, gather } from "../scenes.mjs";

export const packages = ["@openai/agents"];

const weather = tool({
  name: "weather",
  description: "Weather of a city",
  parameters: z.object({ city: z.string() }),
  execute: async () => "rainy",
});

function scenes(useResponses) {
  return (place) => {
    const openAIClient = new OpenAI({ baseURL: `${place.base}/v1`, apiKey: place.key, maxRetries: 0 });
    const provider = new OpenAIProvider({ openAIClient, useResponses });
    const runner = new Runner({ modelProvider: provider, tracingDisabled: true });
    const agent = (model) =>
      new Agent({ name: "clerk", instructions: "Be brief.", model, tools: [weather] });
    const output = (result) => result.rawResponses.map((one) => one.output);
    return {
      async text() {
        const result = await runner.run(agent(place.model), PROMPTS.text);
        return { whole: output(result), essence: result.finalOutput };
      },
      async stream() {
        const result = await runner.run(agent(place.model), PROMPTS.long, { stream: true });
        const events = await gather(result);
        await result.completed;
        return { whole: output(result), essence: [result.finalOutput, [...new Set(events.map((event) => event.type))]] };
      },
      async tools() {
        const result = await runner.run(agent(place.model), PROMPTS.tool);
        const calls = result.newItems.filter((item) => item.type === "tool_call_item").map((item) => [item.rawItem.name, item.rawItem.arguments]);
        return { whole: output(result), essence: [calls, result.finalOutput] };
      },
      async error() {
        return runner.run(agent(place.failing), PROMPTS.text);
      },
    };
  };
}

export default [
  { name: "openai agents", native: "openai", scenes: scenes(true) },
  { name: "openai agents chat", native: "openai", scenes: scenes(false) },
];
