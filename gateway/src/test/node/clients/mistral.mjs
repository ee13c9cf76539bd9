// @mistralai/mistralai: chat, over the paths that OpenAI's clients use too.
import { Mistral } from "@mistralai/mistralai";
import { PROMPTS, SCHEMA, gather, parsed } from "../scenes.mjs";

export const packages = ["@mistralai/mistralai"];

function chat(place) {
  const client = new Mistral({ apiKey: place.key, serverURL: place.base, retryConfig: { strategy: "none" } });
  const tools = [{ type: "function", function: { name: "weather", description: "Weather of a city", parameters: SCHEMA } }];
  const asked = (content, more) => ({ model: place.model, messages: [{ role: "user", content }], ...more });
  const said = (answer) => ({
    text: answer.choices[0].message.content ?? "",
    calls: (answer.choices[0].message.toolCalls ?? []).map((one) => [one.function.name, parsed(one.function.arguments)]),
    end: answer.choices[0].finishReason,
  });
  return {
    async text() {
      const answer = await client.chat.complete(asked(PROMPTS.text));
      return { whole: answer, essence: { ...said(answer), spent: answer.usage.completionTokens > 0 } };
    },
    async stream() {
      const events = await gather(await client.chat.stream(asked(PROMPTS.long)));
      const choices = events.map((event) => event.data.choices[0]).filter(Boolean);
      const text = choices.map((choice) => choice.delta.content ?? "").join("");
      return { whole: events, essence: { text, end: choices.map((choice) => choice.finishReason).find(Boolean) } };
    },
    async tools() {
      const first = await client.chat.complete(asked(PROMPTS.tool, { tools }));
      const call = first.choices[0].message.toolCalls[0];
      const result = { role: "tool", toolCallId: call.id, name: "weather", content: "rainy" };
      const messages = [{ role: "user", content: PROMPTS.tool }, { ...first.choices[0].message, role: "assistant" }, result];
      const last = await client.chat.complete({ model: place.model, messages, tools });
      return { whole: [first, last], essence: [said(first), said(last)] };
    },
    async error() {
      return client.chat.complete(asked(PROMPTS.text, { model: place.failing }));
    },
  };
}

export default [{ name: "mistral chat", native: "openai", scenes: chat }];
