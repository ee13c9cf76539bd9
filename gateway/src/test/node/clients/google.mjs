// @google/genai: content and vectors.
import { GoogleGenAI } from "@google/genai";
import { PROMPTS, SCHEMA, gather } from "../scenes.mjs";

export const packages = ["@google/genai"];

const client = (place) => new GoogleGenAI({ apiKey: place.key, httpOptions: { baseUrl: place.base } });

// What the answer says, without the HTTP response that the client hangs on to it.
const plain = (answer) => ({ ...answer, sdkHttpResponse: undefined });

function content(place) {
  const generate = (contents, config, model = place.model) => client(place).models.generateContent({ model, contents, config });
  const tools = [{ functionDeclarations: [{ name: "weather", description: "Weather of a city", parametersJsonSchema: SCHEMA }] }];
  const said = (answer) => ({
    text: answer.candidates[0].content.parts.filter((part) => !part.thought).map((part) => part.text ?? "").join(""),
    calls: (answer.functionCalls ?? []).map((one) => [one.name, one.args]),
    end: answer.candidates[0].finishReason,
  });
  return {
    async text() {
      const answer = await generate(PROMPTS.text);
      return { whole: plain(answer), essence: { ...said(answer), spent: answer.usageMetadata.candidatesTokenCount > 0 } };
    },
    async stream() {
      const events = await gather(await client(place).models.generateContentStream({ model: place.model, contents: PROMPTS.long }));
      const parts = events.flatMap((event) => event.candidates?.[0]?.content?.parts ?? []);
      const end = events.map((event) => event.candidates?.[0]?.finishReason).find(Boolean);
      return { whole: events.map(plain), essence: { text: parts.map((part) => part.text ?? "").join(""), end } };
    },
    async tools() {
      const first = await generate(PROMPTS.tool, { tools });
      const call = first.functionCalls[0];
      const result = { functionResponse: { id: call.id, name: call.name, response: { output: "rainy" } } };
      const turns = [{ role: "user", parts: [{ text: PROMPTS.tool }] }, first.candidates[0].content, { role: "user", parts: [result] }];
      const last = await generate(turns, { tools });
      return { whole: [plain(first), plain(last)], essence: [said(first), { ...said(last), text: said(last).text.includes("rainy") }] };
    },
    async error() {
      return generate(PROMPTS.text, undefined, place.failing);
    },
  };
}

function vectors(place) {
  return {
    async text() {
      const answer = await client(place).models.embedContent({ model: place.vectors, contents: ["one", "two"] });
      const sizes = answer.embeddings.map((one) => one.values.length > 0 && one.values.every(Number.isFinite));
      return { whole: plain(answer), essence: { sizes } };
    },
    async error() {
      return client(place).models.embedContent({ model: place.failing, contents: "one" });
    },
  };
}

export default [
  { name: "google content", native: "gemini", scenes: content },
  { name: "google vectors", native: "gemini", providers: ["openai", "gemini", "ollama", "cohere"], scenes: vectors },
];
