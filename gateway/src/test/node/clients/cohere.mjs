// cohere-ai: v2 chat. Sluice has no front door of this format: its client is told so, as a failure of its own class.
import { CohereClientV2 } from "cohere-ai";
import { PROMPTS } from "../scenes.mjs";

export const packages = ["cohere-ai"];

function chat(place) {
  const client = new CohereClientV2({ token: place.key, environment: place.base });
  return {
    async turnedAway() {
      return client.chat({ model: place.model, messages: [{ role: "user", content: PROMPTS.text }] }, { maxRetries: 0 });
    },
  };
}

export default [{ name: "cohere chat", native: "cohere", providers: [], scenes: chat }];
