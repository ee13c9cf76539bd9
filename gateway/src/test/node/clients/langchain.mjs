// LangChain: its chat models for OpenAI and Anthropic.
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { PROMPTS, gather } from "../scenes.mjs";

export const packages = ["@langchain/core", "@langchain/openai", "@langchain/anthropic"];

const weather = tool(async () => "rainy", { name: "weather", description: "Weather of a city", schema: z.object({ city: z.string() }) });

const whole = (message) => ({ content: message.content, calls: message.tool_calls, usage: message.usage_metadata, meta: message.response_metadata });

const said = (message) => ({ text: message.text, calls: (message.tool_calls ?? []).map((call) => [call.name, call.args]) });

function scenes(model) {
  return (place) => ({
    async text() {
      const answer = await model(place, place.model).invoke(PROMPTS.text);
      return { whole: whole(answer), essence: { ...said(answer), spent: answer.usage_metadata.output_tokens > 0 } };
    },
    async stream() {
      const chunks = await gather(await model(place, place.model).stream(PROMPTS.long));
      const all = chunks.reduce((left, right) => left.concat(right));
      return { whole: chunks.map(whole), essence: said(all) };
    },
    async tools() {
      const asking = model(place, place.model).bindTools([weather]);
      const first = await asking.invoke(PROMPTS.tool);
      const result = new ToolMessage({ tool_call_id: first.tool_calls[0].id, content: "rainy" });
      const last = await asking.invoke([new HumanMessage(PROMPTS.tool), first, result]);
      return { whole: [whole(first), whole(last)], essence: [said(first), said(last)] };
    },
    async error() {
      return model(place, place.failing).invoke(PROMPTS.text);
    },
  });
}

const openai = (place, model) =>
  new ChatOpenAI({ model, apiKey: place.key, configuration: { baseURL: `${place.base}/v1` }, maxRetries: 0 });

const anthropic = (place, model) =>
  new ChatAnthropic({ model, apiKey: place.key, anthropicApiUrl: place.base, maxRetries: 0, maxTokens: 500 });

export default [
  { name: "langchain openai", native: "openai", scenes: scenes(openai) },
  { name: "langchain anthropic", native: "anthropic", scenes: scenes(anthropic) },
];
