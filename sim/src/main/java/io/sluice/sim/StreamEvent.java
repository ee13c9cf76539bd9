package io.sluice.sim;

/**
 * One server-sent event.
 *
 * @param name the event's name; empty for none
 * @param data its data, one line
 * @param tokens how many tokens of content it carries; 0 for events that are never paced
 */
record StreamEvent(String name, String data, int tokens) {
  StreamEvent withData(String other) {
    return new StreamEvent(name, other, tokens);
  }
}
