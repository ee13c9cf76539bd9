package io.sluice.sim;

/** Puts the events of one stream into bytes. */
interface Framing {
  byte[] bytes(StreamEvent event);
}
