// @anthropic-ai/sdk: messages.
import Anthropic from "@anthropic-ai/sdk";
import { PROMPTS, SCHEMA, gather } from "../scenes.mjs";

export const packages = ["@anthropic-ai/sdk"];

function messages(place) {
  const client = new Anthropic({ baseURL: place.base, apiKey: place.key, maxRetries: 0 });
  const tools = [{ name: "weather", description: "Weather of a city", input_schema: SCHEMA }];
  const asked = (content, more) => ({ model: place.model, max_tokens: 500, messages: [{ role: "user", content }], ...more });
  const said = (answer) => ({
    text: answer.content.filter((block) => block.type === "text").map((block) => block.text).join(""),
    calls: answer.content.filter((block) => block.type === "tool_use").map((block) => [block.name, block.input]),
    end: answer.stop_reason,
  });
  return {
    async text() {
      const answer = await client.messages.create(asked(PROMPTS.text));
      return { whole: answer, essence: { ...said(answer), spent: answer.usage.output_tokens > 0 } };
    },
    async stream() {
      const stream = client.messages.stream(asked(PROMPTS.long));
      const events = await gather(stream);
      return { whole: events, essence: { ...said(await stream.finalMessage()), kinds: [...new Set(events.map((event) => event.type))].filter((kind) => kind !== "ping") } };
    },
    async tools() {
      const first = await client.messages.create(asked(PROMPTS.tool, { tools }));
      const call = first.content.find((block) => block.type === "tool_use");
      const result = { type: "tool_result", tool_use_id: call.id, content: "rainy" };
      const last = await client.messages.create({
        ...asked(PROMPTS.tool, { tools }),
        messages: [
          { role: "user", content: PROMPTS.tool },
          { role: "assistant", content: first.content },
          { role: "user", content: [result] },
        ],
      });
      return { whole: [first, last], essence: [said(first), said(last)] };
    },
    async error() {
      return client.messages.create(asked(PROMPTS.text, { model: place.failing }));
    },
  };
}

export default [{ name: "anthropic messages", native: "anthropic", scenes: messages }];
