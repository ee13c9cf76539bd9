// What every client is asked, and how what it made of the answers is compared.

/** Prompts that a simulated provider answers in a known way. */
export const PROMPTS = {
  text: "hello there",
  long: "[[sim: tokens=40]]",
  tool: '[[sim: tool=weather args={"city":"Oslo"}]]',
};

/** The parameters of the one tool. */
export const SCHEMA = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

/** All that an asynchronous iterable yields. */
export async function gather(iterable) {
  const all = [];
  for await (const one of iterable) all.push(one);
  return all;
}

/** Arguments as an object: some clients keep them as text. */
export const parsed = (text) => (typeof text === "string" ? JSON.parse(text) : text);

/** What a failure is to the caller's code: its class and its status. */
export function failure(error) {
  return { class: error.constructor.name, status: error.status ?? error.statusCode ?? error.$metadata?.httpStatusCode ?? error.status_code };
}

const ID = /\b(chatcmpl-|call_|msg_|toolu_|tooluse_|resp_|rs_|fc_|req_|run-)?[A-Za-z0-9_-]{12,}\b/g;
const MOMENTS = new Set(["created", "created_at", "createdAt", "completed_at", "timestamp", "responseId", "createTime"]);
const IDS = /^(id|toolCallId|tool_call_id|call_id)$/;

/** JSON text in which ids are numbered by first appearance and moments are nothing: what two runs may differ in. */
export function plain(value) {
  const numbers = new Map();
  const number = (id) => {
    if (!numbers.has(id)) numbers.set(id, `id#${numbers.size}`);
    return numbers.get(id);
  };
  const text = JSON.stringify(value, (key, one) => {
    if (MOMENTS.has(key) || one === undefined) return null;
    return IDS.test(key) && typeof one === "string" && one ? number(one) : one;
  });
  return text.replace(ID, (id, prefix) => (numbers.has(id) || prefix || /\d/.test(id) ? number(id) : id)); // else a long word
}

/** Where two texts part, for a person. */
export function parting(left, right) {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const show = (text) => text.slice(Math.max(0, at - 60), at + 80);
  return `direct ...${show(left)}... through ...${show(right)}...`.replace(/\s+/g, " ");
}
