// @aws-sdk/client-bedrock-runtime: Converse and ConverseStream, signed, over HTTP/2 as it asks by default.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { PROMPTS, SCHEMA, gather } from "../scenes.mjs";

export const packages = ["@aws-sdk/client-bedrock-runtime"];

const timeless = ({ $metadata, metrics, ...rest }) => rest;

const plainEvent = (event) => (event.metadata ? { metadata: timeless(event.metadata) } : event);

function converse(place) {
  // Without a handler of its own it speaks HTTP/2, which the simulated provider does not.
  const protocol = place.http1 ? { requestHandler: new NodeHttpHandler() } : {};
  const client = new BedrockRuntimeClient({ endpoint: place.base, region: "us-east-1", credentials: place.pair, maxAttempts: 1, ...protocol });
  if (place.onLoss) {
    const note = (next) => async (args) => {
      const result = await next(args);
      place.onLoss(result.response.headers["x-sluice-loss"]);
      return result;
    };
    client.middlewareStack.add(note, { step: "deserialize", priority: "low" });
  }
  const toolConfig = { tools: [{ toolSpec: { name: "weather", description: "Weather of a city", inputSchema: { json: SCHEMA } } }] };
  const user = (text) => ({ role: "user", content: [{ text }] });
  const ask = (messages, more) => client.send(new ConverseCommand({ modelId: place.model, messages, ...more }));
  const said = (answer) => ({
    text: answer.output.message.content.map((block) => block.text ?? "").join(""),
    calls: answer.output.message.content.filter((block) => block.toolUse).map((block) => [block.toolUse.name, block.toolUse.input]),
    end: answer.stopReason,
  });
  return {
    async text() {
      const answer = await ask([user(PROMPTS.text)]);
      return { whole: timeless(answer), essence: { ...said(answer), spent: answer.usage.outputTokens > 0 } };
    },
    async stream() {
      const answer = await client.send(new ConverseStreamCommand({ modelId: place.model, messages: [user(PROMPTS.long)] }));
      const events = await gather(answer.stream);
      const text = events.map((event) => event.contentBlockDelta?.delta.text ?? "").join("");
      return { whole: events.map(plainEvent), essence: { text, order: [...new Set(events.map((event) => Object.keys(event)[0]))] } };
    },
    async tools() {
      const first = await ask([user(PROMPTS.tool)], { toolConfig });
      const call = first.output.message.content.find((block) => block.toolUse).toolUse;
      const result = { role: "user", content: [{ toolResult: { toolUseId: call.toolUseId, content: [{ text: "rainy" }] } }] };
      const last = await ask([user(PROMPTS.tool), first.output.message, result], { toolConfig });
      return { whole: [timeless(first), timeless(last)], essence: [said(first), said(last)] };
    },
    async error() {
      return client.send(new ConverseCommand({ modelId: place.failing, messages: [user(PROMPTS.text)] }));
    },
  };
}

export default [{ name: "aws converse", native: "bedrock", scenes: converse }];
