package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.wire.Codec;
import java.util.ArrayList;
import java.util.List;

/** Says no in the caller's own format. */
final class Refusals {
  private Refusals() {}

  /** What a refusal is said with. */
  record Voice(Codec codec, ExchangeId id, List<Header> headers) {}

  static void say(Caller caller, Voice voice, Fault fault) {
    var headers = new ArrayList<>(voice.headers());
    headers.add(new Header("content-type", "application/json"));
    headers.add(new Header("x-sluice-exchange", voice.id().value()));
    headers.add(new Header("x-sluice-code", fault.code().word()));
    if (!fault.approval().isEmpty()) {
      headers.add(new Header("x-sluice-approval", fault.approval()));
    }
    headers.addAll(voice.codec().refusalHeaders(fault));
    if (!fault.retryable()) {
      headers.add(new Header("x-should-retry", "false"));
    }
    if (fault.retryAfter() != null) {
      long seconds = Math.max(1, (fault.retryAfter().toMillis() + 999) / 1_000);
      headers.add(new Header("retry-after", Long.toString(seconds)));
    }
    Bytes body = voice.codec().refusal(fault, voice.id());
    caller.answer(new Head(voice.codec().status(fault), new Headers(headers), false), body);
  }
}
